mariadb-admin shutdown
