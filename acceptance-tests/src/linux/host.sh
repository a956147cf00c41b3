# Users, keys and the settings of the SSH server. The password of admin comes by standard input.
set -eu
password=$(cat)
for user in builder admin visitor; do
    useradd --create-home --shell /bin/bash "$user"
    # Without PAM the server lets nobody in whose account is locked, which "!" in the place of the password means.
    usermod --password '*' "$user"
done
printf 'admin:%s\n' "$password" | chpasswd
printf '%s\n' 'builder ALL=(ALL:ALL) NOPASSWD: ALL' 'admin ALL=(ALL:ALL) ALL' >/etc/sudoers.d/cvo
chmod 440 /etc/sudoers.d/cvo
ssh-keygen -q -t ed25519 -N '' -C host -f /etc/ssh/host_key
ssh-keygen -q -t ed25519 -N '' -C user -f /run/user_key
mv /run/user_key.pub /etc/ssh/user_keys
cat >/etc/ssh/cvo_config <<END
ListenAddress 127.0.0.1
HostKey /etc/ssh/host_key
AuthorizedKeysFile /etc/ssh/user_keys
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
UsePAM no
UseDNS no
PidFile /run/sshd.pid
END
# Since OpenSSH 9.8 the server shuts out who fails often, and to fail is what some tests are about.
if /usr/sbin/sshd -T -f /etc/ssh/cvo_config | grep -qi '^persourcepenalties '; then
    echo 'PerSourcePenalties no' >>/etc/ssh/cvo_config
fi
