//! The numeric codes of ONTAP that this client acts on, each named once.
//!
//! Source: the "ONTAP error response codes" tables and the "errors" section of NetApp's ONTAP REST API reference.

/// An entry with the same identifiers already exists.
pub const EXISTS: u64 = 1;
/// The entry was not found.
pub const NOT_FOUND: u64 = 4;
/// The account may not do this.
pub const PERMISSION_DENIED: u64 = 6;
/// A limit of the system is reached; with HTTP 429 or 503 it means overload.
pub const LIMIT: u64 = 7;
/// The resource is in use.
pub const IN_USE: u64 = 8;
/// A call between ONTAP's own parts timed out.
pub const RPC_TIMEOUT: u64 = 65_541;
/// A call between ONTAP's own parts failed.
pub const RPC_FAILURE: u64 = 65_552;
/// A call between ONTAP's own parts failed inside.
pub const RPC_INTERNAL: u64 = 65_562;
/// ONTAP's own code broke off in the middle.
pub const INTERNAL: u64 = 262_145;
/// Too many requests are being processed.
pub const TOO_MANY_REQUESTS: u64 = 262_160;
/// The IP address is on another LIF.
pub const ADDRESS_IN_USE: u64 = 1_376_963;
/// A LIF of this name exists.
pub const INTERFACE_EXISTS: u64 = 1_966_140;
/// The route exists.
pub const ROUTE_EXISTS: u64 = 1_966_345;
/// Creating the LIF failed half-way.
pub const INTERFACE_HALF_CREATED: u64 = 1_967_102;
/// The SVM is locked by another operation for the moment.
pub const TEMPORARILY_LOCKED: u64 = 2_621_573;
/// The account may not do this, as the SVM's own checks say it.
pub const NOT_AUTHORIZED: u64 = 6_691_623;
/// More than five SVM jobs would run.
pub const TOO_MANY_SVM_JOBS: u64 = 13_434_894;
/// The name belongs to an SVM, an IPspace or the cluster.
pub const SVM_NAME_IN_USE: u64 = 13_434_908;
/// Another creation or deletion of this SVM is running (three wordings).
pub const SVM_BUSY: [u64; 3] = [13_434_913, 13_434_915, 13_434_916];
/// The route of a floating address could not be written into the route tables of the cloud.
pub const ROUTE_TABLES: u64 = 53_281_468;
/// LIFs that use the service policy are in the way of its change.
pub const POLICY_IN_USE: u64 = 53_281_893;
/// Block and file services cannot be in one policy.
pub const SERVICES_MIXED: u64 = 53_281_929;
/// The SVM or the IPspace does not know the service.
pub const SERVICE_UNKNOWN: u64 = 53_281_932;
/// LIFs use the service that would go (9.14 and later, three wordings).
pub const SERVICE_IN_USE: [u64; 3] = [53_281_960, 53_281_961, 53_281_963];
