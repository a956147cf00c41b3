//! Login to a real SSH server, and root privileges through the real sudo.

use acceptance_tests::{LinuxHost, LinuxRoot};
use anyhow::Result;
use ssh::{Command, Connection, Credentials, Error, Host, HostKeys, Secret, Settings, Target};

/// Each Debian release has a different OpenSSH and a different sudo.
const RELEASES: [LinuxRoot; 2] = [LinuxRoot::Debian12InitramfsTools, LinuxRoot::Debian13Dracut];
/// A fingerprint that matches no key.
const ANOTHER: &str = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s";

fn settings(host: &LinuxHost, user: &str) -> Result<Settings> {
    let credentials = Credentials::Key { private_key: Secret::new(host.private_key()), passphrase: None };
    let target = Target::new("127.0.0.1", host.port(), user);
    Ok(Settings::new(target, credentials, HostKeys::pinned([host.host_key()])?))
}

async fn whoami(settings: &Settings) -> ssh::Result<String> {
    let output = Connection::open(settings).await?.run(&Command::new(["whoami"])).await?;
    Ok(output.stdout.text().trim_end().to_owned())
}

#[tokio::test]
async fn root_and_a_user_with_sudo_become_root() -> Result<()> {
    for root in RELEASES {
        let host = LinuxHost::of(root)?;
        assert_eq!(whoami(&settings(&host, "root")?).await?, "root");
        assert_eq!(whoami(&settings(&host, LinuxHost::BUILDER)?).await?, "root");
        let connection = Connection::open(&settings(&host, LinuxHost::BUILDER)?).await?;
        let login = connection.run(&Command::new(["whoami"]).as_login_user()).await?;
        assert_eq!(login.stdout.text(), "builder\n");
        let id = connection.run(&Command::new(["cat", "/etc/machine-id"])).await?;
        assert_eq!(id.stdout.text(), host.read("/etc/machine-id")?, "it is exactly this machine");
    }
    Ok(())
}

#[tokio::test]
async fn sudo_gets_its_password_and_refuses_other_users() -> Result<()> {
    for root in RELEASES {
        let host = LinuxHost::of(root)?;
        let mut admin = settings(&host, LinuxHost::ADMIN)?;
        let refused = whoami(&admin).await.unwrap_err();
        assert!(refused.to_string().contains("password"), "{refused}");
        admin.sudo_password = Some(Secret::new(LinuxHost::ADMIN_PASSWORD));
        assert_eq!(whoami(&admin).await?, "root");
        admin.sudo_password = Some(Secret::new("another"));
        let refused = whoami(&admin).await.unwrap_err();
        assert!(!refused.to_string().contains("another"), "{refused}");
        let refused = whoami(&settings(&host, LinuxHost::VISITOR)?).await.unwrap_err();
        assert!(refused.to_string().contains("sudo"), "{refused}");
    }
    Ok(())
}

#[tokio::test]
async fn a_host_with_another_key_sees_no_login() -> Result<()> {
    for root in RELEASES {
        let host = LinuxHost::of(root)?;
        let mut known = settings(&host, "root")?;
        known.host_keys = HostKeys::known_hosts(&host.known_hosts())?;
        assert_eq!(whoami(&known).await?, "root");
        let accepted = host.log()?.matches("Accepted publickey").count();
        assert_eq!(accepted, 1, "{}", host.log()?);
        let mut wrong = settings(&host, "root")?;
        wrong.host_keys = HostKeys::pinned([ANOTHER])?;
        assert!(matches!(whoami(&wrong).await, Err(Error::HostKeyChanged { .. })));
        wrong.host_keys = HostKeys::known_hosts("")?;
        assert!(matches!(whoami(&wrong).await, Err(Error::HostKeyUnknown { .. })));
        assert_eq!(host.log()?.matches("Accepted publickey").count(), accepted, "{}", host.log()?);
    }
    Ok(())
}

#[tokio::test]
async fn a_stopped_server_refuses_connections_until_it_is_back() -> Result<()> {
    let mut host = LinuxHost::of(LinuxRoot::Debian13Dracut)?;
    let before = settings(&host, "root")?;
    let connection = Connection::open(&before).await?;
    host.stop_serving()?;
    assert!(connection.run(&Command::new(["true"])).await.is_err(), "its session has ended");
    assert!(matches!(whoami(&before).await, Err(Error::Refused { .. })));
    host.serve()?;
    assert_eq!(whoami(&settings(&host, "root")?).await?, "root");
    Ok(())
}
