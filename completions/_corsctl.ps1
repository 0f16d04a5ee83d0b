
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'corsctl' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'corsctl'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'corsctl' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the nearest `corsctl.toml` upwards')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--isolated', '--isolated', [CompletionResultType]::ParameterName, 'Take no configuration')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check candidates: is this what a browser sends?')
            [CompletionResult]::new('normalize', 'normalize', [CompletionResultType]::ParameterValue, 'Print the origin a browser would send, one a line')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Lint lists in JSON, JSONC or text files, or on servers')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print a list as it stands')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add origins to a list')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove origins from a list')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Make a list hold just these origins')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'Ask the network whether a page gets through, as a browser would')
            [CompletionResult]::new('rule', 'rule', [CompletionResultType]::ParameterValue, 'Explain rules, or list them all')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page of corsctl, or of one of its commands')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'corsctl;check' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print [default: full, or github in a workflow of GitHub]')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write that to a file, and print what is printed without `--format`')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 if there is a finding at least this bad [default: warning]')
            [CompletionResult]::new('--error', '--error', [CompletionResultType]::ParameterName, 'Make a rule''s findings errors')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Make them warnings')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'Make them notes')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Silence a rule')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the nearest `corsctl.toml` upwards')
            [CompletionResult]::new('--statistics', '--statistics', [CompletionResultType]::ParameterName, 'Print how often each rule has something to say, not what')
            [CompletionResult]::new('--show-settings', '--show-settings', [CompletionResultType]::ParameterName, 'Print the settings that hold here and where they come from; do nothing else')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--isolated', '--isolated', [CompletionResultType]::ParameterName, 'Take no configuration')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corsctl;normalize' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the nearest `corsctl.toml` upwards')
            [CompletionResult]::new('--unique', '--unique', [CompletionResultType]::ParameterName, 'Print each origin once, in order of first appearance')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--isolated', '--isolated', [CompletionResultType]::ParameterName, 'Take no configuration')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corsctl;lint' {
            [CompletionResult]::new('--stdin-filename', '--stdin-filename', [CompletionResultType]::ParameterName, 'What standard input is called in reports; settings and format go by it')
            [CompletionResult]::new('--pointer', '--pointer', [CompletionResultType]::ParameterName, 'Where in the JSON the list is (RFC 6901); a segment `*` matches any')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Report only what isn''t in this file')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'An Audiobookshelf, with its sub-path, or its name in `corsctl.toml`; may be repeated; or `CORSCTL_SERVER`')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file that holds the token; one for all servers, or one for each')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificates in this file too (PEM)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for an answer, and then for each piece of it')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print [default: full, or github in a workflow of GitHub]')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write that to a file, and print what is printed without `--format`')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 if there is a finding at least this bad [default: warning]')
            [CompletionResult]::new('--error', '--error', [CompletionResultType]::ParameterName, 'Make a rule''s findings errors')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Make them warnings')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'Make them notes')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Silence a rule')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the nearest `corsctl.toml` upwards')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Apply the fixes that keep the origin')
            [CompletionResult]::new('--unsafe-fixes', '--unsafe-fixes', [CompletionResultType]::ParameterName, 'Also apply the fixes that change what was asked for')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Write nothing; print what fixing would change, and exit with 1 if it would')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Fix a server''s list even if nothing is left')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write all that is found into it instead; from then on only what is new is reported')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Trust any certificate: whoever is in between can read the token')
            [CompletionResult]::new('--allow-plaintext', '--allow-plaintext', [CompletionResultType]::ParameterName, 'Send the token over plain http even to a public host')
            [CompletionResult]::new('--statistics', '--statistics', [CompletionResultType]::ParameterName, 'Print how often each rule has something to say, not what')
            [CompletionResult]::new('--show-settings', '--show-settings', [CompletionResultType]::ParameterName, 'Print the settings that hold here and where they come from; do nothing else')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--isolated', '--isolated', [CompletionResultType]::ParameterName, 'Take no configuration')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corsctl;list' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'A JSON, JSONC or text file')
            [CompletionResult]::new('--pointer', '--pointer', [CompletionResultType]::ParameterName, 'Where in the JSON the list is (RFC 6901)')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'An Audiobookshelf, with its sub-path, or its name in `corsctl.toml`; may be repeated; or `CORSCTL_SERVER`')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file that holds the token; one for all servers, or one for each')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificates in this file too (PEM)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for an answer, and then for each piece of it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the nearest `corsctl.toml` upwards')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Trust any certificate: whoever is in between can read the token')
            [CompletionResult]::new('--allow-plaintext', '--allow-plaintext', [CompletionResultType]::ParameterName, 'Send the token over plain http even to a public host')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--isolated', '--isolated', [CompletionResultType]::ParameterName, 'Take no configuration')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corsctl;add' {
            [CompletionResult]::new('--browser', '--browser', [CompletionResultType]::ParameterName, 'Only these browsers count for the exit code of `--probe`')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'A JSON, JSONC or text file')
            [CompletionResult]::new('--pointer', '--pointer', [CompletionResultType]::ParameterName, 'Where in the JSON the list is (RFC 6901)')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'An Audiobookshelf, with its sub-path, or its name in `corsctl.toml`; may be repeated; or `CORSCTL_SERVER`')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file that holds the token; one for all servers, or one for each')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificates in this file too (PEM)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for an answer, and then for each piece of it')
            [CompletionResult]::new('--error', '--error', [CompletionResultType]::ParameterName, 'Make a rule''s findings errors')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Make them warnings')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'Make them notes')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Silence a rule')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the nearest `corsctl.toml` upwards')
            [CompletionResult]::new('--twin', '--twin', [CompletionResultType]::ParameterName, 'Add the http or https counterpart too')
            [CompletionResult]::new('--unsafe-fixes', '--unsafe-fixes', [CompletionResultType]::ParameterName, 'Apply fixes that change what was asked for')
            [CompletionResult]::new('--probe', '--probe', [CompletionResultType]::ParameterName, 'Then ask the server, as a browser would, whether the tool gets in')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Write nothing; print what would change')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'The same, and exit with 1 if anything would change')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Trust any certificate: whoever is in between can read the token')
            [CompletionResult]::new('--allow-plaintext', '--allow-plaintext', [CompletionResultType]::ParameterName, 'Send the token over plain http even to a public host')
            [CompletionResult]::new('--create', '--create', [CompletionResultType]::ParameterName, 'Make the file if it doesn''t exist')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--isolated', '--isolated', [CompletionResultType]::ParameterName, 'Take no configuration')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corsctl;remove' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'A JSON, JSONC or text file')
            [CompletionResult]::new('--pointer', '--pointer', [CompletionResultType]::ParameterName, 'Where in the JSON the list is (RFC 6901)')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'An Audiobookshelf, with its sub-path, or its name in `corsctl.toml`; may be repeated; or `CORSCTL_SERVER`')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file that holds the token; one for all servers, or one for each')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificates in this file too (PEM)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for an answer, and then for each piece of it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the nearest `corsctl.toml` upwards')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Go on even if nothing is left')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Write nothing; print what would change')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'The same, and exit with 1 if anything would change')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Trust any certificate: whoever is in between can read the token')
            [CompletionResult]::new('--allow-plaintext', '--allow-plaintext', [CompletionResultType]::ParameterName, 'Send the token over plain http even to a public host')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--isolated', '--isolated', [CompletionResultType]::ParameterName, 'Take no configuration')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corsctl;set' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Take the origins from another list')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'A JSON, JSONC or text file')
            [CompletionResult]::new('--pointer', '--pointer', [CompletionResultType]::ParameterName, 'Where in the JSON the list is (RFC 6901)')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'An Audiobookshelf, with its sub-path, or its name in `corsctl.toml`; may be repeated; or `CORSCTL_SERVER`')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file that holds the token; one for all servers, or one for each')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificates in this file too (PEM)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for an answer, and then for each piece of it')
            [CompletionResult]::new('--error', '--error', [CompletionResultType]::ParameterName, 'Make a rule''s findings errors')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Make them warnings')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'Make them notes')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Silence a rule')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the nearest `corsctl.toml` upwards')
            [CompletionResult]::new('--unsafe-fixes', '--unsafe-fixes', [CompletionResultType]::ParameterName, 'Apply fixes that change what was asked for')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Go on even if nothing is left')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Write nothing; print what would change')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'The same, and exit with 1 if anything would change')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Trust any certificate: whoever is in between can read the token')
            [CompletionResult]::new('--allow-plaintext', '--allow-plaintext', [CompletionResultType]::ParameterName, 'Send the token over plain http even to a public host')
            [CompletionResult]::new('--create', '--create', [CompletionResultType]::ParameterName, 'Make the file if it doesn''t exist')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--isolated', '--isolated', [CompletionResultType]::ParameterName, 'Take no configuration')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corsctl;probe' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Any endpoint, instead of an Audiobookshelf')
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'Its method')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'A header that the page sets; may be repeated')
            [CompletionResult]::new('--credentials', '--credentials', [CompletionResultType]::ParameterName, 'The request''s credentials mode: whether cookies go along')
            [CompletionResult]::new('--page-space', '--page-space', [CompletionResultType]::ParameterName, 'Where the page itself is served from, if that isn''t plain from its origin')
            [CompletionResult]::new('--browser', '--browser', [CompletionResultType]::ParameterName, 'Only these browsers count for the exit code')
            [CompletionResult]::new('--delay', '--delay', [CompletionResultType]::ParameterName, 'Seconds to wait between two requests')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'An Audiobookshelf, with its sub-path, or its name in `corsctl.toml`; may be repeated; or `CORSCTL_SERVER`')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file that holds the token; one for all servers, or one for each')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust the certificates in this file too (PEM)')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait for an answer, and then for each piece of it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the nearest `corsctl.toml` upwards')
            [CompletionResult]::new('--send', '--send', [CompletionResultType]::ParameterName, 'Really send methods other than GET and HEAD')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Trust any certificate: whoever is in between can read the token')
            [CompletionResult]::new('--allow-plaintext', '--allow-plaintext', [CompletionResultType]::ParameterName, 'Send the token over plain http even to a public host')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--isolated', '--isolated', [CompletionResultType]::ParameterName, 'Take no configuration')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corsctl;rule' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the nearest `corsctl.toml` upwards')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--isolated', '--isolated', [CompletionResultType]::ParameterName, 'Take no configuration')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corsctl;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the nearest `corsctl.toml` upwards')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--isolated', '--isolated', [CompletionResultType]::ParameterName, 'Take no configuration')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corsctl;man' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration; without it, the nearest `corsctl.toml` upwards')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Explain notes too, and say what was left alone')
            [CompletionResult]::new('--isolated', '--isolated', [CompletionResultType]::ParameterName, 'Take no configuration')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'corsctl;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check candidates: is this what a browser sends?')
            [CompletionResult]::new('normalize', 'normalize', [CompletionResultType]::ParameterValue, 'Print the origin a browser would send, one a line')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Lint lists in JSON, JSONC or text files, or on servers')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print a list as it stands')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add origins to a list')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove origins from a list')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Make a list hold just these origins')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'Ask the network whether a page gets through, as a browser would')
            [CompletionResult]::new('rule', 'rule', [CompletionResultType]::ParameterValue, 'Explain rules, or list them all')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page of corsctl, or of one of its commands')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'corsctl;help;check' {
            break
        }
        'corsctl;help;normalize' {
            break
        }
        'corsctl;help;lint' {
            break
        }
        'corsctl;help;list' {
            break
        }
        'corsctl;help;add' {
            break
        }
        'corsctl;help;remove' {
            break
        }
        'corsctl;help;set' {
            break
        }
        'corsctl;help;probe' {
            break
        }
        'corsctl;help;rule' {
            break
        }
        'corsctl;help;completions' {
            break
        }
        'corsctl;help;man' {
            break
        }
        'corsctl;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
