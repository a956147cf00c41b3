//! The AWS half: identity, Region, interfaces, permissions.

use std::collections::BTreeSet;

use ec2::{LimitSource, RouteTableFilter};
use provider_core::system::E0a;

use super::AskCaller;
use super::cluster::NOT_LOOKED_AT;
use super::report::{Report, Verdict};
use crate::clients::Clients;
use crate::config::ProviderConfig;
use crate::diagnose::During;
use crate::provider::aws_settings;

pub async fn look(
    config: &ProviderConfig,
    clients: &Clients,
    ask_caller: &AskCaller,
    is_reached: bool,
    report: &mut Report,
) {
    let aws = config.aws.value_or_default();
    match ask_caller(aws_settings(&aws)).await.during("ask AWS whose credentials these are") {
        Ok(caller) => {
            report.ok("identity", format!("Account {}, {}.", caller.account, caller.arn));
            report.ok("region", format!("{}.", caller.region));
        }
        Err(why) => {
            report.tell("identity", Verdict::Error, &why);
            return report.skip(&["region", "interfaces", "actions"], NOT_LOOKED_AT);
        }
    }
    if !is_reached {
        return report.skip(&["interfaces", "actions"], NOT_LOOKED_AT);
    }
    match clients.e0a().await {
        Ok(interfaces) => {
            for e0a in interfaces {
                interface(clients, e0a, report).await;
            }
            of_vpcs(clients, interfaces, report).await;
            report.add(
                "actions",
                Verdict::Ok,
                "Reads were tried. ec2:AssignPrivateIpAddresses and ec2:UnassignPrivateIpAddresses cannot be: \
                 EC2 has no dry run for them.",
            );
        }
        Err(why) => {
            report.tell("interfaces", Verdict::Error, &why);
            report.skip(&["actions"], NOT_LOOKED_AT);
        }
    }
}

/// Looks at the interface behind e0a of one node, with every call that the resources make.
async fn interface(clients: &Clients, e0a: &E0a, report: &mut Report) {
    match count(clients, e0a).await {
        Ok(text) => report.ok("interfaces", text),
        Err(why) => report.tell("interfaces", Verdict::Error, &why),
    }
    if let Err(why) = clients.aws.subnet(&e0a.subnet_id).await {
        report.tell("actions", Verdict::Error, &why);
    }
    let reservations = clients.aws.ec2().subnet_cidr_reservations(&e0a.subnet_id).await;
    if let Err(why) = reservations.during(format!("read the reservations of subnet {}", e0a.subnet_id)) {
        report.tell("actions", Verdict::Error, &why);
    }
}

async fn count(clients: &Clients, e0a: &E0a) -> tfplugin::Outcome<String> {
    let interface = clients.aws.interface(&e0a.interface_id).await?;
    let used = interface.used_slots();
    let of = match interface.instance_id() {
        None => "it is attached to no instance".to_owned(),
        Some(id) => {
            let instance = clients.instance(id).await?;
            let limits = clients.aws.instance_type(&instance.instance_type).await?;
            let table = match limits.source {
                LimitSource::Ec2 => "",
                LimitSource::Table => " as NetApp lists it, because ec2:DescribeInstanceTypes is missing",
            };
            let limit = limits.ipv4_addresses_per_interface;
            format!("{used} of the {limit} addresses of {} are used{table}", limits.name)
        }
    };
    Ok(format!("Port e0a of {} is {}: {of}.", e0a.node, e0a.interface_id))
}

/// Floating addresses need a look at VPCs and route tables, which only a pair in several zones has.
async fn of_vpcs(clients: &Clients, interfaces: &[E0a], report: &mut Report) {
    let mut subnets = Vec::new();
    for e0a in interfaces {
        subnets.extend(clients.aws.subnet(&e0a.subnet_id).await);
    }
    let zones: BTreeSet<_> = subnets.iter().map(|subnet| &subnet.availability_zone).collect();
    let Some(vpc) = subnets.first().map(|subnet| subnet.vpc_id.clone()).filter(|_| zones.len() > 1) else {
        return;
    };
    let vpcs = clients.aws.ec2().vpcs().await.map(drop).during("list the VPCs");
    let tables = clients.aws.ec2().route_tables(RouteTableFilter::Vpc(vpc)).await;
    for why in [vpcs, tables.map(drop).during("list the route tables")].into_iter().filter_map(Result::err) {
        report.tell("actions", Verdict::Error, &why);
    }
}
