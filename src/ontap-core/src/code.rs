//! The numeric codes of ONTAP that this client acts on, each named once.
//!
//! Source: the "ONTAP error response codes" tables and the "errors" section of NetApp's ONTAP REST API reference.

/// An entry with the same identifiers already exists.
pub(crate) const EXISTS: u64 = 1;
/// The entry was not found.
pub(crate) const NOT_FOUND: u64 = 4;
/// The account may not do this.
pub(crate) const PERMISSION_DENIED: u64 = 6;
/// A limit of the system is reached; with HTTP 429 or 503 it means overload.
pub(crate) const LIMIT: u64 = 7;
/// The resource is in use.
pub(crate) const IN_USE: u64 = 8;
/// A call between ONTAP's own parts timed out.
pub(crate) const RPC_TIMEOUT: u64 = 65_541;
/// A call between ONTAP's own parts failed.
pub(crate) const RPC_FAILURE: u64 = 65_552;
/// A call between ONTAP's own parts failed inside.
pub(crate) const RPC_INTERNAL: u64 = 65_562;
/// ONTAP's own code broke off in the middle.
pub(crate) const INTERNAL: u64 = 262_145;
/// Too many requests are being processed.
pub(crate) const TOO_MANY_REQUESTS: u64 = 262_160;
/// The IP address is on another LIF.
pub(crate) const ADDRESS_IN_USE: u64 = 1_376_963;
/// A LIF of this name exists.
pub(crate) const INTERFACE_EXISTS: u64 = 1_966_140;
/// The route exists.
pub(crate) const ROUTE_EXISTS: u64 = 1_966_345;
/// Creating the LIF failed half-way.
pub(crate) const INTERFACE_HALF_CREATED: u64 = 1_967_102;
/// The SVM is locked by another operation for the moment.
pub(crate) const TEMPORARILY_LOCKED: u64 = 2_621_573;
/// The account may not do this, as the SVM's own checks say it.
pub(crate) const NOT_AUTHORIZED: u64 = 6_691_623;
/// More than five SVM jobs would run.
pub(crate) const TOO_MANY_SVM_JOBS: u64 = 13_434_894;
/// The name belongs to an SVM, an IPspace or the cluster.
pub(crate) const SVM_NAME_IN_USE: u64 = 13_434_908;
/// Another creation or deletion of this SVM is running (three wordings).
pub(crate) const SVM_BUSY: [u64; 3] = [13_434_913, 13_434_915, 13_434_916];
/// The route of a floating address could not be written into the route tables of the cloud.
pub(crate) const ROUTE_TABLES: u64 = 53_281_468;
/// LIFs that use the service policy are in the way of its change.
pub(crate) const POLICY_IN_USE: u64 = 53_281_893;
/// Block and file services cannot be in one policy.
pub(crate) const SERVICES_MIXED: u64 = 53_281_929;
/// The SVM or the IPspace does not know the service.
pub(crate) const SERVICE_UNKNOWN: u64 = 53_281_932;
/// LIFs use the service that would go (9.14 and later, three wordings).
pub(crate) const SERVICE_IN_USE: [u64; 3] = [53_281_960, 53_281_961, 53_281_963];
