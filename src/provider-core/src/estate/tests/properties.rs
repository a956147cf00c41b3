use hcl_edit::structure::{Body, Structure};
use proptest::prelude::*;

use super::super::*;
use super::world::{lif, of, root, svm, world};

proptest! {
    #[test]
    fn whatever_objects_are_called_the_text_can_be_read(
        comment in any::<String>(), names in prop::collection::vec("[a-c.:/$\"{}\n\u{1b}]{0,4}", 0..6),
    ) {
        let mut world = world();
        world.storage_vms[0] =
            Whole::new(of(svm("svm-2", &comment)), Some(root("svm-2", "2026-02-01T00:00:00Z")), None);
        for (index, name) in names.iter().enumerate() {
            world.lifs.push(lif("svm-2", name, &format!("10.0.1.{}", 40 + index), ("n1", "n1")));
        }
        let found = world.discovered();
        let body: Body = found.main.parse().unwrap();
        let labels: Vec<_> = body.iter().filter_map(Structure::as_block).map(|block| {
            block.labels.iter().map(|label| label.as_str().to_owned()).collect::<Vec<_>>()
        }).collect();
        let distinct: BTreeSet<_> = labels.iter().collect();
        prop_assert_eq!(distinct.len(), labels.len());
        prop_assert!(found.imports.parse::<Body>().is_ok());
        let shown = [found.summary, world.seen(tree)].concat();
        prop_assert!(shown.chars().all(|c| c == '\n' || is_plain(c)), "{}", shown);
        if comment.chars().count() <= 255 && !comment.is_empty() {
            let svm = body.get_blocks("resource").find(|block| block.labels[0].as_str() == "cvo_storage_vm").unwrap();
            let read = svm.body.get_attribute("comment").unwrap().value.as_str().map(str::to_owned);
            prop_assert_eq!(read, Some(comment));
        }
    }
}
