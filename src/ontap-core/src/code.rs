//! The numeric codes of ONTAP that this client acts on, each defined once.
//!
//! Source: the "ONTAP error response codes" tables and the "errors" sections of NetApp's ONTAP REST API
//! reference.

/// An entry with the same identifiers already exists.
pub const EXISTS: u64 = 1;
/// The entry was not found.
pub const NOT_FOUND: u64 = 4;
/// The account lacks the permission.
pub const PERMISSION_DENIED: u64 = 6;
/// A limit of the system is reached. With HTTP 429 or 503 it means overload.
pub const LIMIT: u64 = 7;
/// The resource is in use.
pub const IN_USE: u64 = 8;
/// A call between ONTAP's components timed out.
pub const RPC_TIMEOUT: u64 = 65_541;
/// A call between ONTAP's components failed.
pub const RPC_FAILURE: u64 = 65_552;
/// A call between ONTAP's components failed internally.
pub const RPC_INTERNAL: u64 = 65_562;
/// ONTAP's own code failed in the middle of an operation.
pub const INTERNAL: u64 = 262_145;
/// Too many requests are being processed.
pub const TOO_MANY_REQUESTS: u64 = 262_160;
/// The IP address is on another LIF.
pub const ADDRESS_IN_USE: u64 = 1_376_963;
/// A LIF of this name exists.
pub const INTERFACE_EXISTS: u64 = 1_966_140;
/// The route exists.
pub const ROUTE_EXISTS: u64 = 1_966_345;
/// The creation of the LIF failed halfway.
pub const INTERFACE_HALF_CREATED: u64 = 1_967_102;
/// The SVM is temporarily locked by another operation.
pub const TEMPORARILY_LOCKED: u64 = 2_621_573;
/// The account lacks the permission, according to the SVM's own checks.
pub const NOT_AUTHORIZED: u64 = 6_691_623;
/// More than five SVM jobs would run at once.
pub const TOO_MANY_SVM_JOBS: u64 = 13_434_894;
/// The name belongs to an SVM, an IPspace or the cluster.
pub const SVM_NAME_IN_USE: u64 = 13_434_908;
/// Another creation or deletion of this SVM is running (three wordings).
pub const SVM_BUSY: [u64; 3] = [13_434_913, 13_434_915, 13_434_916];
/// The route of a floating address could not be written to the route tables of the cloud.
pub const ROUTE_TABLES: u64 = 53_281_468;
/// The service policy cannot be changed because LIFs use it. That ONTAP answers a change of block services so
/// is assumed (`policy-in-use-code`).
pub const POLICY_IN_USE: u64 = 53_281_893;
/// Block and file services cannot be in one policy.
pub const SERVICES_MIXED: u64 = 53_281_929;
/// The SVM or the IPspace does not know the service.
pub const SERVICE_UNKNOWN: u64 = 53_281_932;
/// LIFs use the service that would be removed (9.14 and later, three wordings).
pub const SERVICE_IN_USE: [u64; 3] = [53_281_960, 53_281_961, 53_281_963];
