//! Checks that an answer is about the requested objects, without any IO. A cache or a proxy in between can
//! answer with the record of a foreign object, which a later change would then hit.

use std::collections::BTreeSet;

use ec2::{Error, ErrorKind, InterfaceFilter, NetworkInterface};

use crate::convert::Answer;

impl Answer {
    /// Returns the records if their ids are exactly the requested ones. EC2 answers an unknown id with an
    /// error, never with a shorter list.
    pub(crate) fn with_ids<T>(
        self,
        what: &str,
        requested: &[String],
        found: Vec<T>,
        id: impl Fn(&T) -> &str,
    ) -> Result<Vec<T>, Error> {
        let missing: BTreeSet<&str> = requested.iter().map(String::as_str).collect();
        let missing = found.iter().map(&id).try_fold(missing, |mut missing, id| {
            if missing.remove(id) { Ok(missing) } else { Err(self.foreign(&format!("the {what} {id}"))) }
        })?;
        match missing.first() {
            Some(id) => Err(self.foreign(&format!("no {what} {id}"))),
            None => Ok(found),
        }
    }

    /// Returns the only record, if it has this id.
    pub(crate) fn with_id<T>(
        self,
        what: &str,
        requested: &str,
        found: Vec<T>,
        id: impl Fn(&T) -> &str,
    ) -> Result<T, Error> {
        let found = self.with_ids(what, &[requested.to_owned()], found, id)?;
        self.required(what, found.into_iter().next())
    }

    /// Returns the interfaces, if the filter selects each of them.
    pub(crate) fn selected(
        self,
        filter: &InterfaceFilter,
        found: Vec<NetworkInterface>,
    ) -> Result<Vec<NetworkInterface>, Error> {
        let is_selected = |interface: &&NetworkInterface| match filter {
            InterfaceFilter::Ids(ids) => ids.contains(&interface.id),
            InterfaceFilter::PrivateIps(addresses) => addresses.iter().any(|address| interface.has(*address)),
            InterfaceFilter::Instances(ids) => {
                interface.instance_id().is_some_and(|instance| ids.iter().any(|id| id == instance))
            }
            InterfaceFilter::Subnet(id) => interface.subnet_id == *id,
        };
        match found.iter().find(|interface| !is_selected(interface)) {
            Some(stranger) => Err(self.foreign(&format!("the network interface {}", stranger.id))),
            None => Ok(found),
        }
    }

    /// Builds the error about an answer with a foreign object.
    pub(crate) fn foreign(self, has: &str) -> Error {
        let what = format!("EC2's answer has {has}, which is not what was asked for.");
        Error::local(self.0, ErrorKind::BadAnswer, what)
    }
}

#[cfg(test)]
mod tests {
    use ec2::{Attachment, PrivateAddress};

    use super::*;

    const ANSWER: Answer = Answer("DescribeNetworkInterfaces");

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn only_the_requested_records_are_accepted() {
        let cases: [(&[&str], &[&str], Option<&str>); 7] = [
            (&["a"], &["a"], None),
            (&["a", "b"], &["b", "a"], None),
            (&["a", "a"], &["a"], None),
            (&["a"], &["b"], Some("the subnet b")),
            (&["a"], &["a", "b"], Some("the subnet b")),
            (&["a"], &["a", "a"], Some("the subnet a")),
            (&["a", "b"], &["a"], Some("no subnet b")),
        ];
        for (requested, found, refused) in cases {
            let read = ANSWER.with_ids("subnet", &ids(requested), ids(found), |id| id);
            match refused {
                None => assert_eq!(read.unwrap().len(), found.len()),
                Some(has) => {
                    let error = read.unwrap_err();
                    assert_eq!(error.kind, ErrorKind::BadAnswer, "{requested:?} {found:?}");
                    assert!(error.message.contains(has), "{}", error.message);
                }
            }
        }
        assert_eq!(ANSWER.with_id("subnet", "a", ids(&["a"]), |id| id), Ok("a".to_owned()));
        assert!(ANSWER.with_id("subnet", "a", ids(&[]), |id| id).is_err());
    }

    #[test]
    fn an_interface_that_the_filter_does_not_select_is_refused() {
        let held = PrivateAddress { address: "10.0.1.9".parse().unwrap(), primary: true, elastic_ip: None };
        let attached =
            Attachment { instance_id: Some("i-1".into()), device_index: 0, status: "attached".into() };
        let interface = NetworkInterface {
            id: "eni-1".into(),
            description: String::new(),
            owner_id: "123456789012".into(),
            subnet_id: "subnet-1".into(),
            vpc_id: "vpc-1".into(),
            availability_zone: "eu-central-1a".into(),
            attachment: Some(attached),
            addresses: vec![held],
            prefixes: Vec::new(),
            status: "in-use".into(),
        };
        let address = |text: &str| InterfaceFilter::PrivateIps(vec![text.parse().unwrap()]);
        let cases = [
            (InterfaceFilter::Ids(ids(&["eni-1"])), InterfaceFilter::Ids(ids(&["eni-2"]))),
            (address("10.0.1.9"), address("10.0.1.10")),
            (InterfaceFilter::Instances(ids(&["i-1"])), InterfaceFilter::Instances(ids(&["i-2"]))),
            (InterfaceFilter::Subnet("subnet-1".into()), InterfaceFilter::Subnet("subnet-2".into())),
        ];
        for (right, wrong) in cases {
            assert_eq!(ANSWER.selected(&right, vec![interface.clone()]).unwrap().len(), 1, "{right:?}");
            let error = ANSWER.selected(&wrong, vec![interface.clone()]).unwrap_err();
            assert_eq!(error.kind, ErrorKind::BadAnswer, "{wrong:?}");
            assert!(error.message.contains("eni-1"), "{}", error.message);
        }
    }
}
