# What bash asks corsctl. This one is written by hand: clap's own neither completes what stands
# behind a `=`, where bash cuts words, nor escapes what is special in the name of a file.
_corsctl() {
    local current=$2 words=() word last
    # older ones don't cut words
    ((BASH_VERSINFO[0] < 4)) && current=${COMP_WORDS[COMP_CWORD]}
    for word in "${COMP_WORDS[@]:0:COMP_CWORD}" "$current"; do
        last=$((${#words[@]} - 1))
        if [[ $last -gt 0 && ($word == = || ${words[last]} == --*=) ]]; then
            words[last]+=$word
        else
            words+=("$word")
        fi
    done
    last=$((${#words[@]} - 1))

    IFS=$'\013' read -r -d '' -a COMPREPLY < <(
        CORSCTL_COMPLETE=bash _CLAP_COMPLETE_INDEX=$last _CLAP_IFS=$'\013' \
            corsctl -- "${words[@]}" 2>/dev/null
    )

    # bash puts in what stands behind its last cut
    COMPREPLY=("${COMPREPLY[@]#"${words[last]%"$2"}"}")
    if [[ -e ${COMPREPLY[0]-} ]]; then
        # bash puts the slash behind a folder itself
        COMPREPLY=("${COMPREPLY[@]%/}")
        compopt -o filenames 2>/dev/null
    elif [[ ${#COMPREPLY[@]} -eq 0 && $2 == *\\* ]]; then
        # only bash can read what it has escaped
        compopt -o default 2>/dev/null
    fi
}

# from 4.4 on, bash can keep the order
complete -o bashdefault -o nosort -F _corsctl corsctl 2>/dev/null ||
    complete -o bashdefault -F _corsctl corsctl
