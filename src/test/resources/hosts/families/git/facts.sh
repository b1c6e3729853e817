for d in latest branch tag mirror dirty other full bare plain cloned detached; do
    [ -e /srv/$d ] || continue
    echo "== $d"; cd /srv/$d; git log -1 --format='%H %D'; git status --short --branch; git remote -v; git config --local -l | sort
    git for-each-ref --format '%(refname) %(objectname)'
done
stat -c '%U %n' /srv/branch/.git/HEAD
git config --global -l
