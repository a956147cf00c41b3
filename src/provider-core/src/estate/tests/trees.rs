use super::super::tree;
use super::world::world;

#[test]
fn a_tree_shows_where_everything_is() {
    let expected = "\
cluster cvo (ONTAP 9.15.1)
├── node n1
│   └── port e0a: eni-01 in subnet-1 with 10.0.1.0/24, 4 of 15 addresses in use, room for 11
│       ├── 10.0.1.11 (primary)
│       ├── 10.0.1.12 (LIF cluster_mgmt of the cluster)
│       ├── 10.0.1.20 (LIF nas of storage VM svm-2)
│       └── 10.0.1.14 (LIF nas of storage VM svm_cvo)
├── node n2
│   └── port e0a: eni-02 in subnet-1 with 10.0.1.0/24, 3 addresses in use
│       ├── 10.0.1.13 (primary)
│       ├── 10.0.1.21 (LIF mgmt of storage VM svm-2)
│       └── 10.0.1.30 (unused)
├── storage VM svm-2, aggregates: aggr1
│   ├── LIF mgmt: 10.0.1.21/24, default-data-files, at home on n2:e0a
│   ├── LIF nas: 10.0.1.20/24, default-data-files, at home on n1:e0a
│   ├── route to 0.0.0.0/0 through 10.0.1.1
│   ├── route to 10.9.0.0/16 through 10.0.1.1
│   └── 5 services moved out of default-data-files into default-data-blocks, default-data-iscsi
├── storage VM svm_cvo, with which the system was deployed, aggregates: aggr1
│   ├── LIF nas: 10.0.1.14/24, default-data-files, at home on n1:e0a
│   └── route to 0.0.0.0/0 through 10.0.1.1
└── of the cluster and its nodes
    └── LIF cluster_mgmt: 10.0.1.12/24, at home on n1
";
    assert_eq!(world().seen(tree), expected);
}
