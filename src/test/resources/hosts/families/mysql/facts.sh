mariadb -e "select schema_name, default_character_set_name, default_collation_name from information_schema.schemata; select user, host, plugin, authentication_string from mysql.user where user in ('ada','eve','nopass','refused') order by 1"
for u in "'ada'@'%'" "'eve'@'localhost'"; do mariadb -e "show grants for $u"; done
