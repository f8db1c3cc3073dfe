# fish completion for pinproof: pinproof completion fish > ~/.config/fish/completions/pinproof.fish
# What may stand there says `pinproof complete`; where it says nothing, fish completes file names.
function __pinproof_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l found (pinproof complete -- $before[2..-1] "$current" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$current"
    end
end
complete -c pinproof -f -a '(__pinproof_complete)'
