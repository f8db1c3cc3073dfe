#compdef pinproof
# zsh completion for pinproof: eval "$(pinproof completion zsh)", or this text as _pinproof in a folder of $fpath
# What may stand there says `pinproof complete`; where it says nothing, zsh completes file names.
_pinproof() {
  local word says
  local -a candidates
  while IFS=$'\t' read -r word says; do
    candidates+=("${word//:/\\:}${says:+:$says}")
  done < <(pinproof complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
  if (( $#candidates )); then
    _describe pinproof candidates
  else
    _files
  fi
}
if [[ "$funcstack[1]" = _pinproof ]]; then
  _pinproof "$@"
else
  compdef _pinproof pinproof
fi
