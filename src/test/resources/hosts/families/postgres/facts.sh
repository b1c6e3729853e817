cd /
su postgres -c "psql -c '\du+' -c '\l' -c '\dp'"
su postgres -c "psql -tc \"select rolname, left(rolpassword, 13) from pg_authid where rolname !~ '^pg_' order by 1\""
su postgres -c "psql app -c '\dn'"; su postgres -c "psql plain -c '\dx'"
