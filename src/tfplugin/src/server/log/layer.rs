//! The layer that turns events into log lines.

use std::io::Write;

use time::OffsetDateTime;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::line::Fields;

/// Writes one line per event, with the fields of the spans around it.
pub struct LogLines<W> {
    out: W,
}

impl<W> LogLines<W> {
    /// Writes to the writers that `out` makes.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<S, W> Layer<S> for LogLines<W>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + 'static,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        span.extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if let Some(fields) = span.extensions_mut().get_mut::<Fields>() {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let around = context.event_scope(event).into_iter().flat_map(|scope| scope.from_root());
        let spans = around.filter_map(|span| span.extensions().get::<Fields>().cloned()).collect();
        let line = fields.line(event.metadata(), spans, OffsetDateTime::now_utc());
        // If stderr is closed, there is nowhere to report it.
        drop(self.out.make_writer().write_all(line.as_bytes()));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::Value as Json;
    use tracing_subscriber::layer::SubscriberExt;

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn logged(log: impl FnOnce()) -> Vec<Json> {
        let kept = Kept::default();
        let out = kept.clone();
        let subscriber = tracing_subscriber::registry().with(LogLines::new(move || out.clone()));
        tracing::subscriber::with_default(subscriber, log);
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn every_value_is_a_string_and_the_time_has_six_digits() {
        let lines = logged(|| {
            let span = tracing::info_span!("rpc", tf_rpc = "ReadResource", attempt = 3);
            let _in = span.enter();
            tracing::warn!(target: "provider", size = 7, ok = true, "slow {}", "answer");
        });
        let line = lines[0].as_object().unwrap();
        assert!(line.values().all(Json::is_string), "{line:?}");
        assert_eq!(line["@message"], "slow answer");
        assert_eq!((&line["@level"], &line["@module"]), (&"warn".into(), &"provider".into()));
        assert_eq!((&line["tf_rpc"], &line["attempt"]), (&"ReadResource".into(), &"3".into()));
        assert_eq!((&line["size"], &line["ok"]), (&"7".into(), &"true".into()));
        let time = line["@timestamp"].as_str().unwrap();
        let fraction = time.split('.').nth(1).unwrap();
        assert_eq!((time.len(), fraction.len()), (27, 7), "{time}");
        assert!(time.ends_with('Z'));
    }

    #[test]
    fn this_crate_logs_as_the_protocol() {
        assert_eq!(logged(|| tracing::debug!("x"))[0]["@module"], "sdk.proto");
    }

    #[test]
    fn a_line_stays_short_enough_for_terraform() {
        let long = "é".repeat(100_000);
        let lines =
            logged(|| tracing::info!(a = long, b = long, c = long, d = long, e = long, f = long, "{long}"));
        assert!(lines[0].to_string().len() < 64 * 1024);
        assert!(lines[0]["a"].as_str().unwrap().ends_with('…'));
    }
}
