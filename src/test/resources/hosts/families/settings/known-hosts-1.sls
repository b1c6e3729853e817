git.example.org:
  ssh_known_hosts.present:
    - user: ada
    - enc: ssh-ed25519
    - key: AAAAC3NzaC1lZDI1NTE5AAAAIGRlc3Rpbmkga2V5IG9mIHRoZSB0ZXN0IGhvc3QgMDEyMzQ1
    - hash_known_hosts: False
localhost:
  ssh_known_hosts.present:
    - enc: ed25519
    - hash_known_hosts: False
127.0.0.1:
  ssh_known_hosts.present:
    - user: ada
    - fingerprint: {{ salt['cmd.run']("ssh-keygen -E sha256 -lf /etc/ssh/ssh_host_ed25519_key.pub | cut -d' ' -f2 | cut -d: -f2 | sed 's/$/=/' | base64 -d | od -An -tx1 | tr -d '\\n' | sed 's/^ //; s/ /:/g'", python_shell=True) }}
    - hash_known_hosts: False
wrong:
  ssh_known_hosts.present:
    - name: 127.0.0.2
    - fingerprint: 'aa:bb'
    - hash_known_hosts: False
nowhere:
  ssh_known_hosts.present:
    - config: known
nobody:
  ssh_known_hosts.present:
    - user: eve
    - key: AAAA
    - enc: ssh-rsa
