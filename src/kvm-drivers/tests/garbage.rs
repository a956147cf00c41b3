//! Any content of files and any output of tools is parsed or refused, without a panic.

use kvm_drivers::listing::{Builtins, Listing, Modules};
use kvm_drivers::plan::{Config, Options, Preset, Style, image_path, plan};
use kvm_drivers::root::{CONTENTS, Folder, Memory, survey};
use kvm_drivers::system::{Engine, RELEASE_FILES, expected, parse_release};
use kvm_drivers::{Driver, Kernel};
use proptest::prelude::*;

/// Lines of words that parsers look for, and of other words.
fn text() -> impl Strategy<Value = String> {
    let words = [
        "menuentry",
        "title",
        "linux",
        "initrd",
        "default",
        "set",
        "default=99999999999999999999",
        "'",
        "\"",
        "{",
        "}",
        "/",
        "(",
        ")",
        "$",
        "/boot/vmlinuz-6.1.0",
        "/boot/initrd.img-6.1.0",
        "version",
        "efi",
        "options",
        "root=/dev/sda1",
        "add_drivers+=\"",
        "add-drivers",
        "INITRD_MODULES=\"",
        "MODULES=dep",
        "virtio_blk",
        "ID=",
        "VERSION =",
        "=",
        "release",
        "-rw-r--r--",
        "-rwxrwxrwxé",
        "ééééé",
        "lib/modules/6.1.0/a.ko",
        ".ko",
        "# BEGIN cvo kvm drivers",
        "# END cvo kvm drivers",
        "/usr",
        "\u{0}",
        "\u{2028}",
    ];
    let word = prop_oneof![4 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,12}"];
    let joint = prop::sample::select(vec!["\n", " ", "\r\n", "\t", ""]);
    prop::collection::vec((word, joint), 0..30)
        .prop_map(|parts| parts.into_iter().map(|(word, joint)| word + joint).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn texts_are_parsed_or_refused(text in text(), status in any::<Option<i32>>()) {
        let _ = Listing::of_lister(&text, status);
        let _ = (Builtins::of_modules_builtin(&text), Builtins::of_config(&text), Modules::of_modules_dep(&text));
        let _ = (Kernel::parse(&text), Driver::parse(&text), Driver::of_file(&text), image_path(&text));
        let _ = (expected(&text, "1"), expected("sles", &text));
        for path in RELEASE_FILES {
            let _ = parse_release(path, &text);
        }
    }

    #[test]
    fn an_edit_is_idempotent_and_can_be_removed(text in text()) {
        for engine in Engine::ALL {
            for style in Style::ALL {
                let config = Config::new(engine, style, &Preset::Virtio.drivers());
                if let Ok(once) = config.applied_to(&text) {
                    prop_assert_eq!(config.applied_to(&once), Ok(once.clone()));
                    prop_assert!(config.removed_from(&once).is_ok());
                }
            }
        }
    }

    #[test]
    fn roots_full_of_garbage_are_surveyed_or_refused(texts in prop::collection::vec(text(), CONTENTS.len())) {
        let mut root = Memory::default().with("/boot/vmlinuz-6.1.0", "").with("/usr/sbin/update-initramfs", "");
        for (pattern, text) in CONTENTS.iter().zip(texts) {
            let folder = pattern.replace("/lib/modules/*", "/lib/modules/6.1.0").replace("grub.c*", "grub.cfg");
            root = root.with(&folder.replace('*', "a.conf"), text);
        }
        let _ = survey(&root);
    }

    #[test]
    fn no_plan_has_a_word_that_a_shell_expands(kernel in "[ \
         -~]{0,20}", image in "[ \
         -~]{0,20}", driver in "[ \
         -~]{0,12}") {
        let options = Options {
            kernel: Kernel::parse(&kernel).ok(),
            image: Some(format!("/boot/{image}")),
            drivers: Driver::parse(&driver).into_iter().collect(),
            style: Style::Seed,
            ..Options::default()
        };
        if let Ok(plan) = plan("centos", "7", &options) {
            let own = plan.regenerate.concat().replace("$(uname -r)", "");
            prop_assert!(own.chars().all(|c| c.is_ascii_alphanumeric() || " /._+~@-".contains(c)), "{}", own);
        }
    }

    #[test]
    fn no_path_leads_out_of_a_folder(path in "(/|\\.\\.|\\.|etc|a|é){0,9}") {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("etc")).unwrap();
        let root = Folder::open(folder.path()).unwrap();
        let resolved = kvm_drivers::root::Files::resolve(&root, &path).unwrap();
        prop_assert!(resolved.is_none_or(|found| found == "/" || found == "/etc"));
    }
}
