//! The records of ONTAP, as far as the simulated system has room for them. Every member may be absent.

use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

/// A reference to another object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Link {
    pub name: Option<String>,
    pub uuid: Option<Uuid>,
}

impl Link {
    /// Whether it refers to the object with this name and UUID. The UUID decides where both are given.
    pub fn points_at(&self, name: &str, uuid: Uuid) -> bool {
        match self.uuid {
            Some(own) => own == uuid,
            None => self.name.as_deref() == Some(name),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.name.is_none() && self.uuid.is_none()
    }

    /// Returns the name, or else the UUID, for use in messages.
    pub fn shown(&self) -> String {
        self.name.clone().or_else(|| self.uuid.map(|uuid| uuid.to_string())).unwrap_or_default()
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct ClusterRecord {
    pub uuid: Option<Uuid>,
    pub name: Option<String>,
    pub version: Option<VersionRecord>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct VersionRecord {
    pub full: Option<String>,
    pub generation: Option<u16>,
    pub major: Option<u16>,
    pub minor: Option<u16>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct NodeRecord {
    pub uuid: Option<Uuid>,
    pub name: Option<String>,
    pub serial_number: Option<String>,
    pub system_id: Option<String>,
    pub state: Option<String>,
    pub version: Option<VersionRecord>,
    pub ha: Option<HaRecord>,
    pub vm: Option<VmRecord>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct HaRecord {
    pub enabled: Option<bool>,
    pub partners: Option<Vec<Link>>,
    pub takeover: Option<StateRecord>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct StateRecord {
    pub state: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct VmRecord {
    pub instance_id: Option<String>,
}

/// An object of which the simulated system has name and UUID only, or a broadcast domain.
#[derive(Debug, Clone, Deserialize)]
pub struct NamedRecord {
    pub uuid: Option<Uuid>,
    pub name: Option<String>,
    pub ipspace: Option<Link>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct PortRecord {
    pub uuid: Option<Uuid>,
    pub name: Option<String>,
    pub node: Option<Link>,
    pub state: Option<String>,
    pub mac_address: Option<String>,
    pub broadcast_domain: Option<Link>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct AggregateRecord {
    pub uuid: Option<Uuid>,
    pub name: Option<String>,
    pub node: Option<Link>,
    pub home_node: Option<Link>,
    pub space: Option<AggregateSpace>,
    pub create_time: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct AggregateSpace {
    pub block_storage: Option<BlockStorage>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct BlockStorage {
    pub size: Option<u64>,
    pub used: Option<u64>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct VolumeRecord {
    pub uuid: Option<Uuid>,
    pub name: Option<String>,
    pub svm: Option<Link>,
    pub aggregates: Option<Vec<Link>>,
    pub size: Option<u64>,
    pub state: Option<String>,
    #[serde(rename = "type")]
    pub volume_type: Option<String>,
    pub style: Option<String>,
    pub is_svm_root: Option<bool>,
    pub nas: Option<NasRecord>,
    pub snapshot_policy: Option<Link>,
    pub comment: Option<String>,
    pub create_time: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct NasRecord {
    pub path: Option<String>,
    pub security_style: Option<String>,
}

/// A row of `volume show`.
#[derive(Debug, Clone, Deserialize)]
pub struct VolumeRow {
    pub vserver: Option<String>,
    pub volume: Option<String>,
    pub aggregate: Option<String>,
    pub size: Option<u64>,
    #[serde(rename = "type")]
    pub volume_type: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct SvmRecord {
    pub uuid: Option<Uuid>,
    pub name: Option<String>,
    pub subtype: Option<String>,
    pub state: Option<String>,
    pub ipspace: Option<Link>,
    pub aggregates: Option<Vec<Link>>,
    pub snapshot_policy: Option<Link>,
    pub language: Option<String>,
    pub comment: Option<String>,
    pub max_volumes: Option<String>,
    pub nsswitch: Option<Value>,
    pub ndmp: Option<Value>,
    pub is_space_reporting_logical: Option<Value>,
    pub is_space_enforcement_logical: Option<Value>,
    pub anti_ransomware_default_volume_state: Option<Value>,
    pub auto_enable_analytics: Option<Value>,
    pub auto_enable_activity_tracking: Option<Value>,
}

impl SvmRecord {
    /// What ONTAP shows of a storage VM and the simulated system only repeats.
    pub fn others(&self) -> Map<String, Value> {
        let others = [
            ("nsswitch", &self.nsswitch),
            ("ndmp", &self.ndmp),
            ("is_space_reporting_logical", &self.is_space_reporting_logical),
            ("is_space_enforcement_logical", &self.is_space_enforcement_logical),
            ("anti_ransomware_default_volume_state", &self.anti_ransomware_default_volume_state),
            ("auto_enable_analytics", &self.auto_enable_analytics),
            ("auto_enable_activity_tracking", &self.auto_enable_activity_tracking),
        ];
        let shown = others.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
        shown.collect()
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct InterfaceRecord {
    pub uuid: Option<Uuid>,
    pub name: Option<String>,
    pub svm: Option<Link>,
    pub scope: Option<String>,
    pub ipspace: Option<Link>,
    pub ip: Option<AddressRecord>,
    pub enabled: Option<bool>,
    pub state: Option<String>,
    pub location: Option<LocationRecord>,
    pub service_policy: Option<Link>,
    pub services: Option<Vec<String>>,
    pub dns_zone: Option<String>,
    pub ddns_enabled: Option<bool>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct AddressRecord {
    pub address: Option<String>,
    pub netmask: Option<String>,
    pub family: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct LocationRecord {
    pub home_node: Option<Link>,
    pub home_port: Option<Link>,
    pub node: Option<Link>,
    pub port: Option<Link>,
    pub auto_revert: Option<bool>,
    pub failover: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct RouteRecord {
    pub uuid: Option<Uuid>,
    pub svm: Option<Link>,
    pub scope: Option<String>,
    pub ipspace: Option<Link>,
    pub destination: Option<AddressRecord>,
    pub gateway: Option<String>,
    pub metric: Option<u64>,
}
