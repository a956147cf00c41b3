//! Which host to connect to, and as which user.

use std::fmt;

/// A host, the port of its SSH server, and the user to log in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Host name or address; an IPv6 address without brackets.
    pub host: String,
    /// TCP port of the SSH server, usually 22.
    pub port: u16,
    /// Login name.
    pub user: String,
}

impl Target {
    /// Combines host, port and user.
    pub fn new(host: impl Into<String>, port: u16, user: impl Into<String>) -> Self {
        Self { host: host.into(), port, user: user.into() }
    }

    /// Returns the name of this host in `known_hosts`: with brackets and port unless the port is 22.
    pub(crate) fn known_as(&self) -> String {
        let host = self.host.to_ascii_lowercase();
        if self.port == 22 { host } else { format!("[{host}]:{}", self.port) }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "{}@[{}]:{}", self.user, self.host, self.port)
        } else {
            write!(f, "{}@{}:{}", self.user, self.host, self.port)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonstandard_port_is_part_of_the_name_in_known_hosts() {
        let cases =
            [("Build.Example", 22, "build.example"), ("h", 2222, "[h]:2222"), ("fd00::1", 22, "fd00::1")];
        for (host, port, known_as) in cases {
            assert_eq!(Target::new(host, port, "root").known_as(), known_as);
        }
    }

    #[test]
    fn an_ipv6_address_is_shown_in_brackets() {
        assert_eq!(Target::new("fd00::1", 22, "root").to_string(), "root@[fd00::1]:22");
        assert_eq!(Target::new("10.0.0.5", 2222, "admin").to_string(), "admin@10.0.0.5:2222");
    }
}
