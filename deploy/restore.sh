#!/usr/bin/env bash
# Put a file written by backup.sh back. Stop the services first.
# Usage: restore.sh FILE [--replace]      (settings as for the server: XIANGFENG_HOME, DATABASE_URL)
set -euo pipefail
umask 077

file=${1:?用法：restore.sh 文件 [--replace]}
replace=${2:-}
here=$(cd "$(dirname "$0")/.." && pwd)
home=${XIANGFENG_HOME:-$here/var}
url=${DATABASE_URL:-}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar -C "$work" -xzf "$file"
(cd "$work" && sha256sum --check --quiet SHA256SUMS) || { echo "备份文件已损坏，没有恢复任何内容" >&2; exit 1; }

if [ -n "$url" ]; then wanted=database.pgdump; else wanted=database.sqlite3; fi
[ -e "$work/$wanted" ] || { echo "这份备份来自另一种数据库，没有恢复任何内容" >&2; exit 1; }

mkdir -p "$home"
for part in xiangfeng.sqlite3 files secret_key; do
    if [ -e "$home/$part" ]; then
        [ "$replace" = "--replace" ] || { echo "$home 里已有 $part；确要替换请加 --replace" >&2; exit 1; }
    fi
done
if [ "$replace" = "--replace" ]; then
    aside=$home/before-restore-$(date +%Y%m%d-%H%M%S)
    mkdir "$aside"
    for part in xiangfeng.sqlite3 xiangfeng.sqlite3-wal xiangfeng.sqlite3-shm files secret_key; do
        [ -e "$home/$part" ] && mv "$home/$part" "$aside/"
    done
    echo "原有内容已移到 $aside"
fi

if [ -n "$url" ]; then
    # One transaction: either all of it is back, or nothing has changed.
    pg_restore --clean --if-exists --no-owner --no-privileges --single-transaction --dbname="$url" "$work/database.pgdump"
else
    cp "$work/database.sqlite3" "$home/xiangfeng.sqlite3"
fi
for part in files secret_key fonts; do
    [ -e "$work/$part" ] && cp -a "$work/$part" "$home/"
done
echo "已恢复：$file"
