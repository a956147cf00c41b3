//! The storage VM that the system was deployed with.

use ontap_core::Volume;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A storage VM by name and uuid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SvmId {
    pub name: String,
    pub uuid: String,
}

/// The storage VM with the oldest root volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oldest {
    /// This one.
    Svm(SvmId),
    /// It is not known, for this reason, which completes a sentence that begins with the reason.
    Untold(String),
}

impl Oldest {
    /// Returns the storage VM, if it is known.
    pub fn known(self) -> Option<SvmId> {
        match self {
            Self::Svm(svm) => Some(svm),
            Self::Untold(_) => None,
        }
    }
}

/// Returns the storage VM of the oldest of these root volumes, which are those of all storage VMs. A system always
/// has one.
pub fn oldest_svm(roots: &[Volume]) -> Oldest {
    if let Some(untold) = roots.iter().find(|root| aged(root).is_none()) {
        return Oldest::Untold(format!(
            "Root volume {} does not tell its storage VM or its age",
            untold.name
        ));
    }
    let oldest = roots.iter().filter_map(aged).min_by_key(|(made, _)| *made);
    oldest
        .map_or_else(|| Oldest::Untold("ONTAP lists no root volume".to_owned()), |(_, svm)| Oldest::Svm(svm))
}

fn aged(root: &Volume) -> Option<(OffsetDateTime, SvmId)> {
    let made = OffsetDateTime::parse(root.create_time.as_deref()?, &Rfc3339).ok()?;
    Some((made, SvmId { name: root.svm.name.clone()?, uuid: root.svm.uuid.clone()? }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn root(svm: &str, made: &str) -> Volume {
        let svm = json!({"name": svm, "uuid": format!("u-{svm}")});
        serde_json::from_value(json!({"uuid": "u", "name": "root", "svm": svm, "create_time": made})).unwrap()
    }

    #[test]
    fn the_oldest_root_volume_tells_unless_one_of_them_does_not() {
        let (old, new) = (root("a", "2026-01-01T00:00:00Z"), root("b", "2026-01-01T01:30:00+01:00"));
        let told = oldest_svm(&[new.clone(), old.clone()]).known().unwrap();
        assert_eq!(told.name, "a");
        assert_eq!(oldest_svm(&[]), Oldest::Untold("ONTAP lists no root volume".to_owned()));
        let without = [
            Volume { create_time: None, ..new.clone() },
            Volume { create_time: Some("7".to_owned()), ..new.clone() },
            Volume { svm: ontap_core::Reference::default(), ..new },
        ];
        for one in without {
            let why = "Root volume root does not tell its storage VM or its age";
            assert_eq!(oldest_svm(&[old.clone(), one]), Oldest::Untold(why.to_owned()));
        }
    }
}
