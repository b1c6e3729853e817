git config --global user.name test; git config --global user.email test@example.org; git config --global init.defaultBranch main
git config --global --add safe.directory '*'
export GIT_AUTHOR_DATE='2026-01-01T00:00:00Z' GIT_COMMITTER_DATE='2026-01-01T00:00:00Z'
useradd -m -u 901 ada
git init -q /srv/origin; cd /srv/origin
echo one > f; git add f; git commit -q -m one
git tag v1; git checkout -q -b dev; echo dev > d; git add d; git commit -q -m dev; git checkout -q main
git clone -q /srv/origin /srv/dirty; echo changed > /srv/dirty/f
git clone -q /srv/origin /srv/other; cd /srv/other; echo mine > m; git add m; git commit -q -m mine
mkdir -p /srv/full; echo x > /srv/full/x
