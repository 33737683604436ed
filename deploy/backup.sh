#!/usr/bin/env bash
# Write database, uploads and the secret key into one dated file with its checksum; keep the newest 30.
# Usage: backup.sh FOLDER      (settings as for the server: XIANGFENG_HOME, DATABASE_URL; KEEP=30)
set -euo pipefail
umask 077

to=${1:?用法：backup.sh 目录}
here=$(cd "$(dirname "$0")/.." && pwd)
home=${XIANGFENG_HOME:-$here/var}
url=${DATABASE_URL:-}
keep=${KEEP:-30}
name=xiangfeng-$(date +%Y%m%d-%H%M%S)

mkdir -p "$to"
work=$(mktemp -d "$to/.making.XXXXXX")
trap 'rm -rf "$work"' EXIT

case $url in
    postgres*)
        pg_dump --format=custom --no-owner --no-privileges --file="$work/database.pgdump" "$url" ;;
    "")
        # SQLite's own online copy: consistent while the server writes.
        "$here/.venv/bin/python" - "$home/xiangfeng.sqlite3" "$work/database.sqlite3" <<'PY'
import sqlite3
import sys

source = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
target = sqlite3.connect(sys.argv[2])
source.backup(target)
(result,) = target.execute("PRAGMA integrity_check").fetchone()
target.close()
if result != "ok":
    sys.exit(f"数据库检查没有通过：{result}")
PY
        ;;
    *)
        echo "不认识的 DATABASE_URL，未备份" >&2
        exit 2 ;;
esac

for part in files secret_key fonts; do
    [ -e "$home/$part" ] && cp -a "$home/$part" "$work/"
done
(cd "$work" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum > SHA256SUMS)

tar -C "$work" -czf "$to/$name.tar.gz.part" .
mv "$to/$name.tar.gz.part" "$to/$name.tar.gz"
find "$to" -maxdepth 1 -name 'xiangfeng-*.tar.gz' -printf '%f\n' | sort -r | tail -n "+$((keep + 1))" |
    while read -r old; do rm -f "$to/$old"; done
echo "$to/$name.tar.gz"
