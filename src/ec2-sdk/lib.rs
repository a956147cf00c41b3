//! ec2-sdk
