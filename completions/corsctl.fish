complete --keep-order --exclusive --command corsctl --arguments "(CORSCTL_COMPLETE=fish corsctl -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
