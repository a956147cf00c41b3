use std::sync::Mutex;
use std::time::Duration;

use ec2::PrivateAddress;

use super::*;

/// Has the interfaces `eni-1` to `eni-9` with the addresses 10.0.1.1 to 10.0.1.9, and records what it is
/// asked.
#[derive(Default)]
struct Source {
    asked: Mutex<Vec<String>>,
    /// What every look fails with.
    fails: Option<Error>,
}

impl Source {
    async fn look(&self, asked: String, ids: Vec<String>) -> Looked<Vec<NetworkInterface>> {
        self.asked.lock().unwrap().push(asked);
        tokio::time::sleep(Duration::from_millis(50)).await;
        self.fails.clone().map_or(Ok(()), Err)?;
        ids.into_iter().map(|id| if id == "eni-0" { Err(unknown()) } else { Ok(interface(&id)) }).collect()
    }
}

fn unknown() -> Error {
    Error::answered(DESCRIBE, "InvalidNetworkInterfaceID.NotFound", "It does not exist.", None)
}

fn interface(id: &str) -> NetworkInterface {
    let held = PrivateAddress {
        address: address(id.trim_start_matches("eni-").parse().unwrap()),
        primary: true,
        elastic_ip: None,
    };
    NetworkInterface {
        id: id.to_owned(),
        description: String::new(),
        owner_id: "123456789012".to_owned(),
        subnet_id: "subnet-1".to_owned(),
        vpc_id: "vpc-1".to_owned(),
        availability_zone: "eu-central-1a".to_owned(),
        attachment: None,
        addresses: vec![held],
        prefixes: Vec::new(),
        status: "in-use".to_owned(),
    }
}

fn address(host: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 0, 1, host)
}

#[async_trait]
impl Ec2 for Source {
    async fn network_interface(&self, id: &str) -> Looked<NetworkInterface> {
        self.look(id.to_owned(), vec![id.to_owned()]).await.map(|mut found| found.remove(0))
    }

    async fn network_interfaces(&self, filter: InterfaceFilter) -> Looked<Vec<NetworkInterface>> {
        match filter {
            InterfaceFilter::Ids(ids) => self.look(ids.join(" "), ids).await,
            InterfaceFilter::PrivateIps(addresses) => {
                let ids = addresses.iter().map(|address| address.octets()[3]).filter(|host| *host < 10);
                let ids = ids.map(|host| format!("eni-{host}")).collect();
                self.look(format!("{} addresses", addresses.len()), ids).await
            }
            InterfaceFilter::Instances(ids) => self.look(format!("of {}", ids.join(" ")), Vec::new()).await,
            InterfaceFilter::Subnet(id) => self.look(format!("in {id}"), vec!["eni-1".to_owned()]).await,
        }
    }

    async fn instances(&self, _: &[String]) -> Looked<Vec<Instance>> {
        Ok(Vec::new())
    }

    async fn instance_type(&self, name: &str) -> Looked<InstanceType> {
        InstanceType::documented(name).ok_or_else(unknown)
    }

    async fn subnet(&self, _: &str) -> Looked<Subnet> {
        Err(unknown())
    }

    async fn subnet_cidr_reservations(&self, subnet: &str) -> Looked<Vec<CidrReservation>> {
        self.look(format!("reserved in {subnet}"), Vec::new()).await.map(|_| Vec::new())
    }

    async fn vpcs(&self) -> Looked<Vec<Vpc>> {
        self.look("VPCs".to_owned(), Vec::new()).await.map(|_| Vec::new())
    }

    async fn route_tables(&self, filter: RouteTableFilter) -> Looked<Vec<RouteTable>> {
        self.look(format!("{filter:?}"), Vec::new()).await.map(|_| Vec::new())
    }

    async fn assign_private_ips(&self, _: &str, _: &[Ipv4Addr], _: Reassignment) -> Looked<()> {
        Ok(())
    }

    async fn unassign_private_ips(&self, _: &str, _: &[Ipv4Addr]) -> Looked<()> {
        Ok(())
    }
}

/// Returns the source, and what shares its looks among operations that are under way together.
fn shared(fails: Option<Error>) -> (Arc<Source>, GatheredReads) {
    let source = Arc::new(Source { fails, ..Source::default() });
    let reads = GatheredReads::among(Arc::<Source>::clone(&source), || false);
    (source, reads)
}

async fn look(reads: &GatheredReads, ids: &[&str]) -> Vec<Looked<String>> {
    join_all(ids.iter().map(|id| async { reads.network_interface(id).await.map(|found| found.id) })).await
}

fn asked(source: &Source) -> Vec<String> {
    source.asked.lock().unwrap().clone()
}

#[tokio::test(start_paused = true)]
async fn looks_at_several_interfaces_are_one_call_and_each_gets_its_own() {
    let (source, reads) = shared(None);
    let found = look(&reads, &["eni-2", "eni-1", "eni-2"]).await;
    assert_eq!(found, ["eni-2", "eni-1", "eni-2"].map(|id| Ok(id.to_owned())));
    assert_eq!(asked(&source), ["eni-1 eni-2"]);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_interface_is_told_only_to_who_asked_for_it() {
    let (source, reads) = shared(None);
    let found = look(&reads, &["eni-0", "eni-1", "eni-2"]).await;
    assert_eq!(found, [Err(unknown()), Ok("eni-1".to_owned()), Ok("eni-2".to_owned())]);
    assert_eq!(asked(&source), ["eni-0 eni-1 eni-2", "eni-0", "eni-1", "eni-2"]);
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_each_would_meet_goes_to_all_who_waited_for_it() {
    for code in ["UnauthorizedOperation", "RequestLimitExceeded", "AuthFailure", "InternalError"] {
        let error = Error::answered(DESCRIBE, code, "No.", None);
        let (source, reads) = shared(Some(error.clone()));
        assert_eq!(look(&reads, &["eni-1", "eni-2"]).await, vec![Err(error); 2]);
        assert_eq!(asked(&source).len(), 1, "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_has_which_address_is_one_call_for_up_to_200_addresses() {
    let (source, reads) = shared(None);
    let one = async |host: u8| {
        let filter = InterfaceFilter::PrivateIps(vec![address(host)]);
        let found = reads.network_interfaces(filter).await.unwrap();
        found.into_iter().map(|interface| interface.id).collect::<Vec<_>>()
    };
    let found = join_all((1..=201).map(one)).await;
    assert_eq!(found[..3], [["eni-1"], ["eni-2"], ["eni-3"]]);
    assert!(found[9..].iter().all(Vec::is_empty), "nobody has those");
    assert_eq!(asked(&source), ["200 addresses", "1 addresses"]);
}

#[tokio::test(start_paused = true)]
async fn subnets_and_route_tables_are_asked_for_once_each() {
    let (source, reads) = shared(None);
    let ids = ["1", "2", "1"];
    let subnet = |id: &str| reads.network_interfaces(InterfaceFilter::Subnet(id.to_owned()));
    let (interfaces, reserved) =
        (join_all(ids.map(subnet)), join_all(ids.map(|id| reads.subnet_cidr_reservations(id))));
    let tables = join_all(ids.map(|id| reads.route_tables(RouteTableFilter::Vpc(id.to_owned()))));
    let done = futures::join!(interfaces, reserved, tables);
    assert!(done.0.iter().all(Result::is_ok) && done.1.iter().all(Result::is_ok));
    assert!(done.2.iter().all(Result::is_ok));
    let mut asked = asked(&source);
    asked.sort();
    let once = ["Vpc(\"1\")", "Vpc(\"2\")", "in 1", "in 2", "reserved in 1", "reserved in 2"];
    assert_eq!(asked, once);
}

#[tokio::test(start_paused = true)]
async fn other_looks_are_passed_on() {
    let (source, reads) = shared(None);
    let instances = InterfaceFilter::Instances(vec!["i-1".to_owned()]);
    let several = InterfaceFilter::PrivateIps(vec![address(1), address(2)]);
    let ids = InterfaceFilter::Ids(vec!["eni-1".to_owned(), "eni-2".to_owned()]);
    for filter in [instances, several, ids] {
        reads.network_interfaces(filter).await.unwrap();
    }
    assert_eq!(asked(&source), ["of i-1", "2 addresses", "eni-1 eni-2"]);
}
