//! `netmask`: the mask of a subnet as ONTAP's manual writes it.

use tfplugin::{Function, FunctionError, Parameters};

use super::cidr::Cidr;

/// The netmask of an IPv4 block, such as `255.255.255.0` for `10.0.1.0/24`.
///
/// For the `netmask` of `cvo_lif` when the subnet comes from another configuration: a LIF has the mask of the
/// subnet of its home node. The block may be written with any address in it. IPv6 is refused: the network
/// interfaces of Cloud Volumes ONTAP carry IPv4 addresses only.
#[derive(Debug, Parameters)]
pub struct Netmask {
    /// IPv4 block in CIDR notation, such as `10.0.1.0/24`.
    cidr: Cidr,
}

impl Function for Netmask {
    const NAME: &'static str = "netmask";
    type Output = String;

    fn call(self) -> Result<String, FunctionError> {
        Ok(self.cidr.0.netmask().to_string())
    }
}

#[cfg(test)]
mod tests {
    use tfplugin::Text;

    use super::*;

    fn netmask(cidr: &str) -> Result<String, String> {
        let cidr = Cidr::parse(cidr).map_err(|why| why.to_string())?;
        Netmask { cidr }.call().map_err(|error| error.text)
    }

    #[test]
    fn a_mask_has_as_many_ones_as_the_prefix_length() {
        let cases = [
            ("10.0.1.0/24", "255.255.255.0"),
            ("172.31.16.0/20", "255.255.240.0"),
            ("172.31.16.7/20", "255.255.240.0"),
            ("10.0.0.16/28", "255.255.255.240"),
            ("10.0.0.5/32", "255.255.255.255"),
            ("0.0.0.0/0", "0.0.0.0"),
        ];
        for (cidr, mask) in cases {
            assert_eq!(netmask(cidr).as_deref(), Ok(mask), "{cidr}");
        }
    }

    #[test]
    fn text_that_is_not_an_ipv4_block_is_refused() {
        for wrong in ["", "10.0.1.0", "10.0.1.0/33", "10.0.1/24", "10.0.1.0/255.255.255.0", "2001:db8::/32"] {
            let refusal = netmask(wrong).unwrap_err();
            assert!(refusal.contains("10.0.1.0/24"), "{refusal}");
        }
    }
}
