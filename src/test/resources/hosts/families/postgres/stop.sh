pg_ctlcluster 15 main stop -m fast
