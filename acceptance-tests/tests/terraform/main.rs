//! The provider under real Terraform, one module per resource or question.

mod examples;
mod full_interfaces;
mod functions;
mod interrupted;
mod late_routes;
mod layouts;
mod lif;
mod linux_kvm_drivers;
mod lost;
mod ontap_releases;
mod pair_stacks;
mod provider_block;
mod rebuilt;
mod refused;
mod refused_on_pairs;
mod releases;
mod route;
mod secondary_ip;
mod secrets;
mod seed_order;
mod service_policy_move;
mod single_node;
mod storage_vm;
mod system;
mod troubled;
