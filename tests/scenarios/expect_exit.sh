#!/bin/sh
# expect_exit.sh SALLYPORT CODE FILE: runs a scenario whose name says which line is wrong ("line-3-..."); it must end
# with the code and name that line first.
code=$2
file=$3
line=$(basename "$file" | sed -n 's/^line-\([0-9]*\)-.*/\1/p')
said=$("$1" test "$file" 2>&1 >/dev/null)
got=$?
if [ "$got" != "$code" ]; then
  echo "exit code $got instead of $code: $said"
  exit 1
fi
case $said in
"$file:$line: "*) exit 0 ;;
esac
echo "it does not begin with $file:$line: $said"
exit 1
