git.example.org:
  ssh_known_hosts.present:
    - user: ada
    - enc: ssh-ed25519
    - key: AAAAC3NzaC1lZDI1NTE5AAAAIGRlc3Rpbmkga2V5IG9mIHRoZSB0ZXN0IGhvc3QgMDEyMzQ2
    - hash_known_hosts: False
localhost:
  ssh_known_hosts.absent: []
never.example.org:
  ssh_known_hosts.absent:
    - user: ada
