//! The systems that the suite runs against, and a new SVM in each.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cvo_simulator::{Options, Simulator};
use ontap::{
    Auth, Client, Config, Reference, RootVolumeBody, Secret, SecurityStyle, Svm, SvmBody, Timing, Trust,
};

/// A system under test.
pub(crate) struct System {
    /// Client of the system.
    pub(crate) client: Client,
    /// The configuration of the client, for tests that connect in another way.
    pub(crate) config: Config,
    /// The simulator, for tests that manipulate its world.
    pub(crate) simulator: Option<Simulator>,
}

/// Sizes of the simulator's pages: as many records as there are, one, and two.
pub(crate) const PAGE_SIZES: [Option<usize>; 3] = [None, Some(1), Some(2)];

/// Returns a simulator for each size of its pages, and the real cluster named by the environment.
pub(crate) fn systems() -> Vec<System> {
    let of_size = |page_size| simulated(Options { page_size, ..Options::default() });
    PAGE_SIZES.into_iter().map(of_size).chain(real()).collect()
}

/// Starts a simulated system that is stricter than others may need it: this client renames SVMs alone.
pub(crate) fn simulated(options: Options) -> System {
    let simulator = Simulator::start(options).unwrap();
    simulator.world().lock().cluster.variants.rename_only_alone = true;
    let ready = simulator.ready();
    let config = config(&ready.ontap, &ready.username, &ready.password, &ready.ca_file.display().to_string());
    let timing = Timing { shortest: Duration::from_millis(5), ..Timing::default() };
    System {
        client: Client::new(config.clone()).unwrap().with_timing(timing),
        config,
        simulator: Some(simulator),
    }
}

fn real() -> Option<System> {
    let variable = |name: &str| std::env::var(format!("CVO_CONTRACT_{name}"));
    let url = variable("URL").ok()?;
    let [username, password, ca_file] =
        ["USERNAME", "PASSWORD", "CA_FILE"].map(|name| variable(name).expect("CVO_CONTRACT_* is incomplete"));
    let config = config(&url, &username, &password, &ca_file);
    Some(System { client: Client::new(config.clone()).unwrap(), config, simulator: None })
}

fn config(url: &str, username: &str, password: &str, ca_file: &str) -> Config {
    Config {
        endpoints: vec![url.to_owned()],
        auth: Auth::Basic { username: username.to_owned(), password: Secret::new(password) },
        trust: Trust::Ca { pem: std::fs::read_to_string(ca_file).unwrap() },
        tls_server_name: None,
        request_timeout: Duration::from_secs(60),
        proxy: None,
    }
}

/// Returns a name that no other test of this run uses.
pub(crate) fn unique(what: &str) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!("contract_{what}_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

impl System {
    /// Returns the body that creates an SVM on this system.
    pub(crate) async fn svm_create(&self) -> SvmBody {
        let name = unique("svm");
        let aggregates = self.client.list::<ontap::Aggregate>(&[]).await.unwrap();
        SvmBody {
            root_volume: RootVolumeBody {
                name: Some(format!("root_{name}")),
                aggregate: Some(aggregates[0].name.clone()),
                security_style: Some(SecurityStyle::Unix),
            },
            snapshot_policy: Reference::to_name("default"),
            name: Some(name),
            ..SvmBody::default()
        }
    }

    /// Creates an SVM.
    pub(crate) async fn svm(&self) -> Svm {
        self.client.create::<Svm>(&self.svm_create().await).await.unwrap()
    }

    /// Returns the name of a node whose port e0a hosts LIFs.
    pub(crate) async fn node(&self) -> String {
        let ports = self.client.list::<ontap::Port>(&[]).await.unwrap();
        let e0a = ports.into_iter().find(|port| port.name == "e0a").unwrap();
        e0a.node.name.unwrap()
    }
}

/// Returns a body that only renames an SVM.
pub(crate) fn renamed(name: &str) -> SvmBody {
    SvmBody { name: Some(name.to_owned()), ..SvmBody::default() }
}
