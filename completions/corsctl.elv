
use builtin;
use str;

set edit:completion:arg-completer[corsctl] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'corsctl'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'corsctl'= {
            cand --color 'When to use colour'
            cand --config 'The configuration; without it, the nearest `corsctl.toml` upwards'
            cand -q 'Print nothing but errors'
            cand --quiet 'Print nothing but errors'
            cand -v 'Explain notes too, and say what was left alone'
            cand --verbose 'Explain notes too, and say what was left alone'
            cand --isolated 'Take no configuration'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand check 'Check candidates: is this what a browser sends?'
            cand normalize 'Print the origin a browser would send, one a line'
            cand lint 'Lint lists in JSON, JSONC or text files, or on servers'
            cand list 'Print a list as it stands'
            cand add 'Add origins to a list'
            cand remove 'Remove origins from a list'
            cand set 'Make a list hold just these origins'
            cand probe 'Ask the network whether a page gets through, as a browser would'
            cand rule 'Explain rules, or list them all'
            cand completions 'Print the completions for a shell'
            cand man 'Print the manual page of corsctl, or of one of its commands'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'corsctl;check'= {
            cand --format 'What to print [default: full, or github in a workflow of GitHub]'
            cand --output-file 'Write that to a file, and print what is printed without `--format`'
            cand --fail-on 'Exit with 1 if there is a finding at least this bad [default: warning]'
            cand --error 'Make a rule''s findings errors'
            cand --warn 'Make them warnings'
            cand --note 'Make them notes'
            cand --ignore 'Silence a rule'
            cand --color 'When to use colour'
            cand --config 'The configuration; without it, the nearest `corsctl.toml` upwards'
            cand --statistics 'Print how often each rule has something to say, not what'
            cand --show-settings 'Print the settings that hold here and where they come from; do nothing else'
            cand -q 'Print nothing but errors'
            cand --quiet 'Print nothing but errors'
            cand -v 'Explain notes too, and say what was left alone'
            cand --verbose 'Explain notes too, and say what was left alone'
            cand --isolated 'Take no configuration'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corsctl;normalize'= {
            cand --color 'When to use colour'
            cand --config 'The configuration; without it, the nearest `corsctl.toml` upwards'
            cand --unique 'Print each origin once, in order of first appearance'
            cand -q 'Print nothing but errors'
            cand --quiet 'Print nothing but errors'
            cand -v 'Explain notes too, and say what was left alone'
            cand --verbose 'Explain notes too, and say what was left alone'
            cand --isolated 'Take no configuration'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corsctl;lint'= {
            cand --stdin-filename 'What standard input is called in reports; settings and format go by it'
            cand --pointer 'Where in the JSON the list is (RFC 6901); a segment `*` matches any'
            cand --baseline 'Report only what isn''t in this file'
            cand --server 'An Audiobookshelf, with its sub-path, or its name in `corsctl.toml`; may be repeated; or `CORSCTL_SERVER`'
            cand --token-file 'A file that holds the token; one for all servers, or one for each'
            cand --ca-cert 'Trust the certificates in this file too (PEM)'
            cand --timeout 'How long to wait for an answer, and then for each piece of it'
            cand --format 'What to print [default: full, or github in a workflow of GitHub]'
            cand --output-file 'Write that to a file, and print what is printed without `--format`'
            cand --fail-on 'Exit with 1 if there is a finding at least this bad [default: warning]'
            cand --error 'Make a rule''s findings errors'
            cand --warn 'Make them warnings'
            cand --note 'Make them notes'
            cand --ignore 'Silence a rule'
            cand --color 'When to use colour'
            cand --config 'The configuration; without it, the nearest `corsctl.toml` upwards'
            cand --fix 'Apply the fixes that keep the origin'
            cand --unsafe-fixes 'Also apply the fixes that change what was asked for'
            cand --diff 'Write nothing; print what fixing would change, and exit with 1 if it would'
            cand --yes 'Fix a server''s list even if nothing is left'
            cand --write-baseline 'Write all that is found into it instead; from then on only what is new is reported'
            cand --insecure 'Trust any certificate: whoever is in between can read the token'
            cand --allow-plaintext 'Send the token over plain http even to a public host'
            cand --statistics 'Print how often each rule has something to say, not what'
            cand --show-settings 'Print the settings that hold here and where they come from; do nothing else'
            cand -q 'Print nothing but errors'
            cand --quiet 'Print nothing but errors'
            cand -v 'Explain notes too, and say what was left alone'
            cand --verbose 'Explain notes too, and say what was left alone'
            cand --isolated 'Take no configuration'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corsctl;list'= {
            cand --format 'What to print'
            cand --file 'A JSON, JSONC or text file'
            cand --pointer 'Where in the JSON the list is (RFC 6901)'
            cand --server 'An Audiobookshelf, with its sub-path, or its name in `corsctl.toml`; may be repeated; or `CORSCTL_SERVER`'
            cand --token-file 'A file that holds the token; one for all servers, or one for each'
            cand --ca-cert 'Trust the certificates in this file too (PEM)'
            cand --timeout 'How long to wait for an answer, and then for each piece of it'
            cand --color 'When to use colour'
            cand --config 'The configuration; without it, the nearest `corsctl.toml` upwards'
            cand --insecure 'Trust any certificate: whoever is in between can read the token'
            cand --allow-plaintext 'Send the token over plain http even to a public host'
            cand -q 'Print nothing but errors'
            cand --quiet 'Print nothing but errors'
            cand -v 'Explain notes too, and say what was left alone'
            cand --verbose 'Explain notes too, and say what was left alone'
            cand --isolated 'Take no configuration'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corsctl;add'= {
            cand --browser 'Only these browsers count for the exit code of `--probe`'
            cand --format 'What to print'
            cand --file 'A JSON, JSONC or text file'
            cand --pointer 'Where in the JSON the list is (RFC 6901)'
            cand --server 'An Audiobookshelf, with its sub-path, or its name in `corsctl.toml`; may be repeated; or `CORSCTL_SERVER`'
            cand --token-file 'A file that holds the token; one for all servers, or one for each'
            cand --ca-cert 'Trust the certificates in this file too (PEM)'
            cand --timeout 'How long to wait for an answer, and then for each piece of it'
            cand --error 'Make a rule''s findings errors'
            cand --warn 'Make them warnings'
            cand --note 'Make them notes'
            cand --ignore 'Silence a rule'
            cand --color 'When to use colour'
            cand --config 'The configuration; without it, the nearest `corsctl.toml` upwards'
            cand --twin 'Add the http or https counterpart too'
            cand --unsafe-fixes 'Apply fixes that change what was asked for'
            cand --probe 'Then ask the server, as a browser would, whether the tool gets in'
            cand --dry-run 'Write nothing; print what would change'
            cand --check 'The same, and exit with 1 if anything would change'
            cand --insecure 'Trust any certificate: whoever is in between can read the token'
            cand --allow-plaintext 'Send the token over plain http even to a public host'
            cand --create 'Make the file if it doesn''t exist'
            cand -q 'Print nothing but errors'
            cand --quiet 'Print nothing but errors'
            cand -v 'Explain notes too, and say what was left alone'
            cand --verbose 'Explain notes too, and say what was left alone'
            cand --isolated 'Take no configuration'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corsctl;remove'= {
            cand --format 'What to print'
            cand --file 'A JSON, JSONC or text file'
            cand --pointer 'Where in the JSON the list is (RFC 6901)'
            cand --server 'An Audiobookshelf, with its sub-path, or its name in `corsctl.toml`; may be repeated; or `CORSCTL_SERVER`'
            cand --token-file 'A file that holds the token; one for all servers, or one for each'
            cand --ca-cert 'Trust the certificates in this file too (PEM)'
            cand --timeout 'How long to wait for an answer, and then for each piece of it'
            cand --color 'When to use colour'
            cand --config 'The configuration; without it, the nearest `corsctl.toml` upwards'
            cand --yes 'Go on even if nothing is left'
            cand --dry-run 'Write nothing; print what would change'
            cand --check 'The same, and exit with 1 if anything would change'
            cand --insecure 'Trust any certificate: whoever is in between can read the token'
            cand --allow-plaintext 'Send the token over plain http even to a public host'
            cand -q 'Print nothing but errors'
            cand --quiet 'Print nothing but errors'
            cand -v 'Explain notes too, and say what was left alone'
            cand --verbose 'Explain notes too, and say what was left alone'
            cand --isolated 'Take no configuration'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corsctl;set'= {
            cand --from 'Take the origins from another list'
            cand --format 'What to print'
            cand --file 'A JSON, JSONC or text file'
            cand --pointer 'Where in the JSON the list is (RFC 6901)'
            cand --server 'An Audiobookshelf, with its sub-path, or its name in `corsctl.toml`; may be repeated; or `CORSCTL_SERVER`'
            cand --token-file 'A file that holds the token; one for all servers, or one for each'
            cand --ca-cert 'Trust the certificates in this file too (PEM)'
            cand --timeout 'How long to wait for an answer, and then for each piece of it'
            cand --error 'Make a rule''s findings errors'
            cand --warn 'Make them warnings'
            cand --note 'Make them notes'
            cand --ignore 'Silence a rule'
            cand --color 'When to use colour'
            cand --config 'The configuration; without it, the nearest `corsctl.toml` upwards'
            cand --unsafe-fixes 'Apply fixes that change what was asked for'
            cand --yes 'Go on even if nothing is left'
            cand --dry-run 'Write nothing; print what would change'
            cand --check 'The same, and exit with 1 if anything would change'
            cand --insecure 'Trust any certificate: whoever is in between can read the token'
            cand --allow-plaintext 'Send the token over plain http even to a public host'
            cand --create 'Make the file if it doesn''t exist'
            cand -q 'Print nothing but errors'
            cand --quiet 'Print nothing but errors'
            cand -v 'Explain notes too, and say what was left alone'
            cand --verbose 'Explain notes too, and say what was left alone'
            cand --isolated 'Take no configuration'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corsctl;probe'= {
            cand --url 'Any endpoint, instead of an Audiobookshelf'
            cand --method 'Its method'
            cand --header 'A header that the page sets; may be repeated'
            cand --credentials 'The request''s credentials mode: whether cookies go along'
            cand --page-space 'Where the page itself is served from, if that isn''t plain from its origin'
            cand --browser 'Only these browsers count for the exit code'
            cand --delay 'Seconds to wait between two requests'
            cand --format 'What to print'
            cand --server 'An Audiobookshelf, with its sub-path, or its name in `corsctl.toml`; may be repeated; or `CORSCTL_SERVER`'
            cand --token-file 'A file that holds the token; one for all servers, or one for each'
            cand --ca-cert 'Trust the certificates in this file too (PEM)'
            cand --timeout 'How long to wait for an answer, and then for each piece of it'
            cand --color 'When to use colour'
            cand --config 'The configuration; without it, the nearest `corsctl.toml` upwards'
            cand --send 'Really send methods other than GET and HEAD'
            cand --insecure 'Trust any certificate: whoever is in between can read the token'
            cand --allow-plaintext 'Send the token over plain http even to a public host'
            cand -q 'Print nothing but errors'
            cand --quiet 'Print nothing but errors'
            cand -v 'Explain notes too, and say what was left alone'
            cand --verbose 'Explain notes too, and say what was left alone'
            cand --isolated 'Take no configuration'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corsctl;rule'= {
            cand --format 'What to print'
            cand --color 'When to use colour'
            cand --config 'The configuration; without it, the nearest `corsctl.toml` upwards'
            cand -q 'Print nothing but errors'
            cand --quiet 'Print nothing but errors'
            cand -v 'Explain notes too, and say what was left alone'
            cand --verbose 'Explain notes too, and say what was left alone'
            cand --isolated 'Take no configuration'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corsctl;completions'= {
            cand --color 'When to use colour'
            cand --config 'The configuration; without it, the nearest `corsctl.toml` upwards'
            cand -q 'Print nothing but errors'
            cand --quiet 'Print nothing but errors'
            cand -v 'Explain notes too, and say what was left alone'
            cand --verbose 'Explain notes too, and say what was left alone'
            cand --isolated 'Take no configuration'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corsctl;man'= {
            cand --color 'When to use colour'
            cand --config 'The configuration; without it, the nearest `corsctl.toml` upwards'
            cand -q 'Print nothing but errors'
            cand --quiet 'Print nothing but errors'
            cand -v 'Explain notes too, and say what was left alone'
            cand --verbose 'Explain notes too, and say what was left alone'
            cand --isolated 'Take no configuration'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'corsctl;help'= {
            cand check 'Check candidates: is this what a browser sends?'
            cand normalize 'Print the origin a browser would send, one a line'
            cand lint 'Lint lists in JSON, JSONC or text files, or on servers'
            cand list 'Print a list as it stands'
            cand add 'Add origins to a list'
            cand remove 'Remove origins from a list'
            cand set 'Make a list hold just these origins'
            cand probe 'Ask the network whether a page gets through, as a browser would'
            cand rule 'Explain rules, or list them all'
            cand completions 'Print the completions for a shell'
            cand man 'Print the manual page of corsctl, or of one of its commands'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'corsctl;help;check'= {
        }
        &'corsctl;help;normalize'= {
        }
        &'corsctl;help;lint'= {
        }
        &'corsctl;help;list'= {
        }
        &'corsctl;help;add'= {
        }
        &'corsctl;help;remove'= {
        }
        &'corsctl;help;set'= {
        }
        &'corsctl;help;probe'= {
        }
        &'corsctl;help;rule'= {
        }
        &'corsctl;help;completions'= {
        }
        &'corsctl;help;man'= {
        }
        &'corsctl;help;help'= {
        }
    ]
    $completions[$command]
}
