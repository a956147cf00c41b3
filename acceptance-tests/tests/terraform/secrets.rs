//! Secrets appear nowhere: not in state, plan, logs or output, in any encoding.

use std::fs;
use std::path::Path;

use acceptance_tests::{World, example};
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

/// Returns the secret itself, and its encodings that an HTTP client, a log or a wire format might use.
fn spellings(secret: &str) -> Vec<String> {
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let bytes = format!("{:?}", secret.as_bytes()).trim_matches(['[', ']']).to_owned();
    let mut all = vec![secret.to_owned(), hex.to_uppercase(), hex, percent, bytes];
    all.extend([STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD].map(|base64| base64.encode(secret)));
    all
}

/// Returns the secrets that occur below a folder or in the texts, with their locations.
fn found(secrets: &[String], folder: &Path, texts: &[&str]) -> Result<Vec<String>> {
    let holds =
        |text: &[u8], secret: &String| text.windows(secret.len()).any(|part| part == secret.as_bytes());
    let mut places: Vec<String> = texts
        .iter()
        .flat_map(|text| secrets.iter().filter(|secret| holds(text.as_bytes(), secret)))
        .map(|secret| format!("{secret} in the output"))
        .collect();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            places.extend(found(secrets, &path, &[])?);
        } else {
            let text = fs::read(&path)?;
            let hits = secrets.iter().filter(|secret| holds(&text, secret));
            places.extend(hits.map(|secret| format!("{secret} in {}", path.display())));
        }
    }
    Ok(places)
}

#[test]
fn no_secret_is_in_state_plan_log_or_output() -> Result<()> {
    let world = World::single_node()?;
    let mut work = world.workdir(&example("stacks/single-node"))?;
    let log = work.path().join("trace.log").display().to_string();
    // So that the log includes the plugin's messages.
    work.let_terraform_start_the_plugin();
    work.set("TF_LOG", "TRACE").set("TF_LOG_PATH", &log);
    let (password, key) = (&world.ready().password, &world.ready().secret_key);
    let basic = format!("{}:{password}", world.ready().username);
    let secrets: Vec<String> = [password, key, &basic].iter().flat_map(|secret| spellings(secret)).collect();
    let mut printed = Vec::new();
    for arguments in [
        &["plan", "-out=plan.bin"][..],
        &["show", "-json", "plan.bin"],
        &["apply", "-auto-approve"],
        &["show", "-json"],
    ] {
        let done = work.run(arguments)?.succeeded()?;
        printed.extend([done.stdout, done.stderr]);
    }
    // Also check failing calls.
    work.set("CVO_USERNAME", "nobody");
    let refused = work.run(&["plan"])?.failed_saying(&["401"])?;
    printed.extend([refused.stdout, refused.stderr]);
    assert!(fs::metadata(&log)?.len() > 100_000, "the log must be a complete trace");
    let texts: Vec<&str> = printed.iter().map(String::as_str).collect();
    assert_eq!(found(&secrets, &work.path(), &texts)?, Vec::<String>::new());
    Ok(())
}

#[test]
fn the_search_finds_all_occurrences() -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("log"), "Authorization: Basic YWRtaW46czNjcmV0")?;
    assert_eq!(found(&spellings("admin:s3cret"), folder.path(), &["admin:s3cret"])?.len(), 5);
    Ok(())
}
