# Runs beside keep or pet, in its process group: see CompanionShell. $1 is the mark of the bot's processes, $2 how many seconds they
# have to end where keep was killed; empty to leave them alone. $3 is the pipe that they inherited at number 7, if there is one; $4
# what to say then.
mark=$1 seconds=$2 pipe=$3 members= heard= ends=0
for signal in INT TERM HUP USR1 USR2; do
  trap "woken=1 heard=\"\$heard $signal\"" $signal
done
trap '' QUIT

# Each ":" is where a trap that is due runs. A signal can end a read as the end of keep does, but not three times in a row.
while [ $ends -lt 3 ]; do
  woken=
  if read -r order signal processes; then
    :
    ends=0
    case $order in
      ask) answer=$heard heard=; echo "$signal$answer ." ;;
      kill) kill -s "$signal" $processes 2>/dev/null ;;
      members) members="$signal $processes" ;;
      leave) exit 0 ;;
    esac
  else
    :
    [ "$woken" ] || ends=$((ends + 1))
  fi
done
killed="countdown: $4; its bot"
[ "$seconds" ] || { echo "$killed runs on, unguarded" >&2 & exit 0; }

marked() {
  found=
  for file in $(holders) $(grep -ls "$mark" /proc/[0-9]*/environ 2>/dev/null); do
    process=${file#/proc/}
    process=${process%%/*}
    case " $members $found " in *" $process "*) ;; *) found="$found $process" ;; esac
  done
  echo $found
}
holders() {
  [ -z "$pipe" ] || ls -l /proc/[0-9]*/fd/7 2>/dev/null | grep -F -e "-> $pipe" | grep -o '/proc/[0-9]*/fd/7'
}
running() {
  all=
  for process in $members; do
    kill -0 "$process" 2>/dev/null && all="$all $process"
  done
  all="$all $(marked)"
  [ "$all" != ' ' ]
}

# The known ones first: to look at the others can hang where one of them hangs.
trap '' INT TERM HUP USR1 USR2
[ -z "$members" ] || kill -s TERM $members 2>/dev/null
others=$(marked)
[ -z "$others" ] || kill -s TERM $others 2>/dev/null
echo "$killed was told to end:" $members $others >&2 &
while [ "$seconds" -gt 0 ] && running; do
  sleep 1
  seconds=$((seconds - 1))
done
running && kill -s KILL $all 2>/dev/null
