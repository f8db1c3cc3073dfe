# bash completion for pinproof: eval "$(pinproof completion bash)"
# What may stand there says `pinproof complete`; where it says nothing, bash completes file names.
_pinproof() {
  local word
  COMPREPLY=()
  while IFS=$'\t' read -r word _; do
    COMPREPLY+=("$word")
  done < <(pinproof complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _pinproof pinproof
