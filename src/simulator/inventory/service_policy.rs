//! The service policies that ONTAP makes by itself, by release.
