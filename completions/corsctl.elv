
set edit:completion:arg-completer[corsctl] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) CORSCTL_COMPLETE="elvish" corsctl -- $@words) | to-lines
}

