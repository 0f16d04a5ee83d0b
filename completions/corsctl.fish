# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_corsctl_global_optspecs
    string join \n color= q/quiet v/verbose h/help V/version
end

function __fish_corsctl_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_corsctl_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_corsctl_using_subcommand
    set -l cmd (__fish_corsctl_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c corsctl -n "__fish_corsctl_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corsctl -n "__fish_corsctl_needs_command" -s q -l quiet -d 'Print nothing but errors'
complete -c corsctl -n "__fish_corsctl_needs_command" -s v -l verbose -d 'Explain notes too, and say what was left alone'
complete -c corsctl -n "__fish_corsctl_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corsctl -n "__fish_corsctl_needs_command" -s V -l version -d 'Print version'
complete -c corsctl -n "__fish_corsctl_needs_command" -f -a "check" -d 'Check candidates: is this what a browser sends?'
complete -c corsctl -n "__fish_corsctl_needs_command" -f -a "normalize" -d 'Print the origin a browser would send, one a line'
complete -c corsctl -n "__fish_corsctl_needs_command" -f -a "lint" -d 'Lint lists in JSON, JSONC or text files, or on servers'
complete -c corsctl -n "__fish_corsctl_needs_command" -f -a "list" -d 'Print a list as it stands'
complete -c corsctl -n "__fish_corsctl_needs_command" -f -a "add" -d 'Add origins to a list'
complete -c corsctl -n "__fish_corsctl_needs_command" -f -a "remove" -d 'Remove origins from a list'
complete -c corsctl -n "__fish_corsctl_needs_command" -f -a "set" -d 'Make a list hold just these origins'
complete -c corsctl -n "__fish_corsctl_needs_command" -f -a "probe" -d 'Ask the network whether a page gets through, as a browser would'
complete -c corsctl -n "__fish_corsctl_needs_command" -f -a "rule" -d 'Explain rules, or list them all'
complete -c corsctl -n "__fish_corsctl_needs_command" -f -a "completions" -d 'Print the completions for a shell'
complete -c corsctl -n "__fish_corsctl_needs_command" -f -a "man" -d 'Print the manual page of corsctl, or of one of its commands'
complete -c corsctl -n "__fish_corsctl_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c corsctl -n "__fish_corsctl_using_subcommand check" -l format -d 'What to print' -r -f -a "full\t'for people: the entry, what is wrong with it, and the fix'
concise\t'one finding a line, as compilers print them'
json\t'one versioned document'
jsonl\t'one object per entry, as it goes'
github\t'annotations in GitHub Actions'
gitlab\t'GitLab\'s code quality report'
sarif\t'SARIF 2.1.0, for code scanning and editors'
junit\t'test results, a case for each entry'
rdjson\t'reviewdog\'s diagnostics, with suggestions'
checkstyle\t'Checkstyle\'s XML, which most CI plugins read'"
complete -c corsctl -n "__fish_corsctl_using_subcommand check" -l fail-on -d 'Exit with 1 if there is a finding at least this bad' -r -f -a "error\t'Errors'
warning\t'Errors and warnings'
note\t'All'
never\t'None'"
complete -c corsctl -n "__fish_corsctl_using_subcommand check" -l error -d 'Make a rule\'s findings errors' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand check" -l warn -d 'Make them warnings' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand check" -l note -d 'Make them notes' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand check" -l ignore -d 'Silence a rule' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand check" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corsctl -n "__fish_corsctl_using_subcommand check" -s q -l quiet -d 'Print nothing but errors'
complete -c corsctl -n "__fish_corsctl_using_subcommand check" -s v -l verbose -d 'Explain notes too, and say what was left alone'
complete -c corsctl -n "__fish_corsctl_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corsctl -n "__fish_corsctl_using_subcommand check" -s V -l version -d 'Print version'
complete -c corsctl -n "__fish_corsctl_using_subcommand normalize" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corsctl -n "__fish_corsctl_using_subcommand normalize" -l unique -d 'Print each origin once, in order of first appearance'
complete -c corsctl -n "__fish_corsctl_using_subcommand normalize" -s q -l quiet -d 'Print nothing but errors'
complete -c corsctl -n "__fish_corsctl_using_subcommand normalize" -s v -l verbose -d 'Explain notes too, and say what was left alone'
complete -c corsctl -n "__fish_corsctl_using_subcommand normalize" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corsctl -n "__fish_corsctl_using_subcommand normalize" -s V -l version -d 'Print version'
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l pointer -d 'Where in the JSON the list is (RFC 6901); a segment `*` matches any' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l server -d 'An Audiobookshelf, with its sub-path; may be repeated; or `CORSCTL_SERVER`' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l token-file -d 'A file that holds the token; one for all servers, or one for each' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l ca-cert -d 'Trust the certificates in this file too (PEM)' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l timeout -d 'How long to wait for an answer, and then for each piece of it' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l format -d 'What to print' -r -f -a "full\t'for people: the entry, what is wrong with it, and the fix'
concise\t'one finding a line, as compilers print them'
json\t'one versioned document'
jsonl\t'one object per entry, as it goes'
github\t'annotations in GitHub Actions'
gitlab\t'GitLab\'s code quality report'
sarif\t'SARIF 2.1.0, for code scanning and editors'
junit\t'test results, a case for each entry'
rdjson\t'reviewdog\'s diagnostics, with suggestions'
checkstyle\t'Checkstyle\'s XML, which most CI plugins read'"
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l fail-on -d 'Exit with 1 if there is a finding at least this bad' -r -f -a "error\t'Errors'
warning\t'Errors and warnings'
note\t'All'
never\t'None'"
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l error -d 'Make a rule\'s findings errors' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l warn -d 'Make them warnings' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l note -d 'Make them notes' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l ignore -d 'Silence a rule' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l fix -d 'Apply the fixes that keep the origin'
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l unsafe-fixes -d 'Also apply the fixes that change what was asked for'
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l diff -d 'Write nothing; print what fixing would change, and exit with 1 if it would'
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l yes -d 'Fix a server\'s list even if nothing is left'
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l insecure -d 'Trust any certificate: whoever is in between can read the token'
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -l allow-plaintext -d 'Send the token over plain http even to a public host'
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -s q -l quiet -d 'Print nothing but errors'
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -s v -l verbose -d 'Explain notes too, and say what was left alone'
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corsctl -n "__fish_corsctl_using_subcommand lint" -s V -l version -d 'Print version'
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -l format -d 'What to print' -r -f -a "text\t'For people'
json\t'For scripts; versioned'"
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -l file -d 'A JSON, JSONC or text file' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -l pointer -d 'Where in the JSON the list is (RFC 6901)' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -l server -d 'An Audiobookshelf, with its sub-path; may be repeated; or `CORSCTL_SERVER`' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -l token-file -d 'A file that holds the token; one for all servers, or one for each' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -l ca-cert -d 'Trust the certificates in this file too (PEM)' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -l timeout -d 'How long to wait for an answer, and then for each piece of it' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -l insecure -d 'Trust any certificate: whoever is in between can read the token'
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -l allow-plaintext -d 'Send the token over plain http even to a public host'
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -s q -l quiet -d 'Print nothing but errors'
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -s v -l verbose -d 'Explain notes too, and say what was left alone'
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corsctl -n "__fish_corsctl_using_subcommand list" -s V -l version -d 'Print version'
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l browser -d 'Only these browsers count for the exit code of `--probe`' -r -f -a "chrome\t'Chrome, Edge, Brave and others made of Chromium'
firefox\t'Firefox'
safari\t'Safari, and all on iOS'"
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l format -d 'What to print' -r -f -a "text\t'For people'
json\t'For scripts; versioned'"
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l file -d 'A JSON, JSONC or text file' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l pointer -d 'Where in the JSON the list is (RFC 6901)' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l server -d 'An Audiobookshelf, with its sub-path; may be repeated; or `CORSCTL_SERVER`' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l token-file -d 'A file that holds the token; one for all servers, or one for each' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l ca-cert -d 'Trust the certificates in this file too (PEM)' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l timeout -d 'How long to wait for an answer, and then for each piece of it' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l error -d 'Make a rule\'s findings errors' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l warn -d 'Make them warnings' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l note -d 'Make them notes' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l ignore -d 'Silence a rule' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l twin -d 'Add the http or https counterpart too'
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l unsafe-fixes -d 'Apply fixes that change what was asked for'
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l probe -d 'Then ask the server, as a browser would, whether the tool gets in'
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l dry-run -d 'Write nothing; print what would change'
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l check -d 'The same, and exit with 1 if anything would change'
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l insecure -d 'Trust any certificate: whoever is in between can read the token'
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l allow-plaintext -d 'Send the token over plain http even to a public host'
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -l create -d 'Make the file if it doesn\'t exist'
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -s q -l quiet -d 'Print nothing but errors'
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -s v -l verbose -d 'Explain notes too, and say what was left alone'
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corsctl -n "__fish_corsctl_using_subcommand add" -s V -l version -d 'Print version'
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -l format -d 'What to print' -r -f -a "text\t'For people'
json\t'For scripts; versioned'"
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -l file -d 'A JSON, JSONC or text file' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -l pointer -d 'Where in the JSON the list is (RFC 6901)' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -l server -d 'An Audiobookshelf, with its sub-path; may be repeated; or `CORSCTL_SERVER`' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -l token-file -d 'A file that holds the token; one for all servers, or one for each' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -l ca-cert -d 'Trust the certificates in this file too (PEM)' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -l timeout -d 'How long to wait for an answer, and then for each piece of it' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -l yes -d 'Go on even if nothing is left'
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -l dry-run -d 'Write nothing; print what would change'
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -l check -d 'The same, and exit with 1 if anything would change'
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -l insecure -d 'Trust any certificate: whoever is in between can read the token'
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -l allow-plaintext -d 'Send the token over plain http even to a public host'
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -s q -l quiet -d 'Print nothing but errors'
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -s v -l verbose -d 'Explain notes too, and say what was left alone'
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corsctl -n "__fish_corsctl_using_subcommand remove" -s V -l version -d 'Print version'
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l from -d 'Take the origins from another list' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l format -d 'What to print' -r -f -a "text\t'For people'
json\t'For scripts; versioned'"
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l file -d 'A JSON, JSONC or text file' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l pointer -d 'Where in the JSON the list is (RFC 6901)' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l server -d 'An Audiobookshelf, with its sub-path; may be repeated; or `CORSCTL_SERVER`' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l token-file -d 'A file that holds the token; one for all servers, or one for each' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l ca-cert -d 'Trust the certificates in this file too (PEM)' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l timeout -d 'How long to wait for an answer, and then for each piece of it' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l error -d 'Make a rule\'s findings errors' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l warn -d 'Make them warnings' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l note -d 'Make them notes' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l ignore -d 'Silence a rule' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l unsafe-fixes -d 'Apply fixes that change what was asked for'
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l yes -d 'Go on even if nothing is left'
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l dry-run -d 'Write nothing; print what would change'
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l check -d 'The same, and exit with 1 if anything would change'
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l insecure -d 'Trust any certificate: whoever is in between can read the token'
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l allow-plaintext -d 'Send the token over plain http even to a public host'
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -l create -d 'Make the file if it doesn\'t exist'
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -s q -l quiet -d 'Print nothing but errors'
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -s v -l verbose -d 'Explain notes too, and say what was left alone'
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corsctl -n "__fish_corsctl_using_subcommand set" -s V -l version -d 'Print version'
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l url -d 'Any endpoint, instead of an Audiobookshelf' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l method -d 'Its method' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l header -d 'A header that the page sets; may be repeated' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l credentials -d 'The request\'s credentials mode: whether cookies go along' -r -f -a "omit\t'No cookies'
include\t'Cookies to every origin'"
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l page-space -d 'Where the page itself is served from, if that isn\'t plain from its origin' -r -f -a "public\t'The internet'
local\t'A local network'
loopback\t'This machine'"
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l browser -d 'Only these browsers count for the exit code' -r -f -a "chrome\t'Chrome, Edge, Brave and others made of Chromium'
firefox\t'Firefox'
safari\t'Safari, and all on iOS'"
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l delay -d 'Seconds to wait between two requests' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l format -d 'What to print' -r -f -a "text\t'For people'
json\t'For scripts; versioned'"
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l server -d 'An Audiobookshelf, with its sub-path; may be repeated; or `CORSCTL_SERVER`' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l token-file -d 'A file that holds the token; one for all servers, or one for each' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l ca-cert -d 'Trust the certificates in this file too (PEM)' -r -F
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l timeout -d 'How long to wait for an answer, and then for each piece of it' -r
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l send -d 'Really send methods other than GET and HEAD'
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l insecure -d 'Trust any certificate: whoever is in between can read the token'
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -l allow-plaintext -d 'Send the token over plain http even to a public host'
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -s q -l quiet -d 'Print nothing but errors'
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -s v -l verbose -d 'Explain notes too, and say what was left alone'
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corsctl -n "__fish_corsctl_using_subcommand probe" -s V -l version -d 'Print version'
complete -c corsctl -n "__fish_corsctl_using_subcommand rule" -l format -d 'What to print' -r -f -a "text\t'For people'
json\t'For scripts; versioned'"
complete -c corsctl -n "__fish_corsctl_using_subcommand rule" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corsctl -n "__fish_corsctl_using_subcommand rule" -s q -l quiet -d 'Print nothing but errors'
complete -c corsctl -n "__fish_corsctl_using_subcommand rule" -s v -l verbose -d 'Explain notes too, and say what was left alone'
complete -c corsctl -n "__fish_corsctl_using_subcommand rule" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corsctl -n "__fish_corsctl_using_subcommand rule" -s V -l version -d 'Print version'
complete -c corsctl -n "__fish_corsctl_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corsctl -n "__fish_corsctl_using_subcommand completions" -s q -l quiet -d 'Print nothing but errors'
complete -c corsctl -n "__fish_corsctl_using_subcommand completions" -s v -l verbose -d 'Explain notes too, and say what was left alone'
complete -c corsctl -n "__fish_corsctl_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corsctl -n "__fish_corsctl_using_subcommand completions" -s V -l version -d 'Print version'
complete -c corsctl -n "__fish_corsctl_using_subcommand man" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c corsctl -n "__fish_corsctl_using_subcommand man" -s q -l quiet -d 'Print nothing but errors'
complete -c corsctl -n "__fish_corsctl_using_subcommand man" -s v -l verbose -d 'Explain notes too, and say what was left alone'
complete -c corsctl -n "__fish_corsctl_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c corsctl -n "__fish_corsctl_using_subcommand man" -s V -l version -d 'Print version'
complete -c corsctl -n "__fish_corsctl_using_subcommand help; and not __fish_seen_subcommand_from check normalize lint list add remove set probe rule completions man help" -f -a "check" -d 'Check candidates: is this what a browser sends?'
complete -c corsctl -n "__fish_corsctl_using_subcommand help; and not __fish_seen_subcommand_from check normalize lint list add remove set probe rule completions man help" -f -a "normalize" -d 'Print the origin a browser would send, one a line'
complete -c corsctl -n "__fish_corsctl_using_subcommand help; and not __fish_seen_subcommand_from check normalize lint list add remove set probe rule completions man help" -f -a "lint" -d 'Lint lists in JSON, JSONC or text files, or on servers'
complete -c corsctl -n "__fish_corsctl_using_subcommand help; and not __fish_seen_subcommand_from check normalize lint list add remove set probe rule completions man help" -f -a "list" -d 'Print a list as it stands'
complete -c corsctl -n "__fish_corsctl_using_subcommand help; and not __fish_seen_subcommand_from check normalize lint list add remove set probe rule completions man help" -f -a "add" -d 'Add origins to a list'
complete -c corsctl -n "__fish_corsctl_using_subcommand help; and not __fish_seen_subcommand_from check normalize lint list add remove set probe rule completions man help" -f -a "remove" -d 'Remove origins from a list'
complete -c corsctl -n "__fish_corsctl_using_subcommand help; and not __fish_seen_subcommand_from check normalize lint list add remove set probe rule completions man help" -f -a "set" -d 'Make a list hold just these origins'
complete -c corsctl -n "__fish_corsctl_using_subcommand help; and not __fish_seen_subcommand_from check normalize lint list add remove set probe rule completions man help" -f -a "probe" -d 'Ask the network whether a page gets through, as a browser would'
complete -c corsctl -n "__fish_corsctl_using_subcommand help; and not __fish_seen_subcommand_from check normalize lint list add remove set probe rule completions man help" -f -a "rule" -d 'Explain rules, or list them all'
complete -c corsctl -n "__fish_corsctl_using_subcommand help; and not __fish_seen_subcommand_from check normalize lint list add remove set probe rule completions man help" -f -a "completions" -d 'Print the completions for a shell'
complete -c corsctl -n "__fish_corsctl_using_subcommand help; and not __fish_seen_subcommand_from check normalize lint list add remove set probe rule completions man help" -f -a "man" -d 'Print the manual page of corsctl, or of one of its commands'
complete -c corsctl -n "__fish_corsctl_using_subcommand help; and not __fish_seen_subcommand_from check normalize lint list add remove set probe rule completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
