//! `/api/network/fc/interfaces`: the collection of FC LIFs, which is empty because Cloud Volumes ONTAP has no
//! FC ports. NetApp's Ansible module `na_ontap_interface` asks for it whenever no IP LIF has the name.

use serde_json::Value;

use super::object::Object;
use crate::inventory::fields::{FC_INTERFACE, Field};
use crate::world::World;

pub struct FcInterfaces;

impl Object for FcInterfaces {
    fn path(&self) -> &'static str {
        "/api/network/fc/interfaces"
    }

    fn own_fields(&self) -> &'static [Field] {
        FC_INTERFACE
    }

    fn records(&self, _world: &World) -> Vec<Value> {
        vec![]
    }
}
