//! A chart as SVG text: both axes are logarithmic, so that what grows in proportion is a straight line.

use std::fmt::Write;

/// A line of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Name in the legend.
    pub name: String,
    /// Numbers of objects and seconds, both above zero.
    pub points: Vec<(f64, f64)>,
}

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;
/// Space for the axes: left, right (with the legend), top, bottom.
const MARGIN: (f64, f64, f64, f64) = (60.0, 190.0, 30.0, 45.0);
/// Colors that people with color blindness can tell apart (Okabe and Ito).
const COLORS: [&str; 6] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
const HEAD: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 420" font-family="sans-serif" font-size="12">
<rect width="760" height="420" fill="#ffffff"/>
"##;

/// Powers of ten that the values of an axis lie between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Decades {
    first: i32,
    last: i32,
}

impl Decades {
    fn around(values: impl Iterator<Item = f64>) -> Self {
        let logs: Vec<f64> = values.map(f64::log10).collect();
        let first = logs.iter().copied().fold(f64::INFINITY, f64::min).floor();
        let last = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max).ceil();
        if !first.is_finite() || !last.is_finite() {
            return Self { first: 0, last: 1 };
        }
        // An axis has at least one decade.
        let (first, last) = (whole(first), whole(last));
        Self { first, last: last.max(first + 1) }
    }

    /// Returns where a value lies, from 0 to 1.
    fn place(self, value: f64) -> f64 {
        (value.log10() - f64::from(self.first)) / f64::from(self.last - self.first)
    }

    fn ticks(self) -> impl Iterator<Item = f64> {
        (self.first..=self.last).map(|power| 10_f64.powi(power))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "logarithms of numbers are small")]
fn whole(number: f64) -> i32 {
    number as i32
}

/// Returns the chart. Points that are not above zero are left out.
pub fn chart(title: &str, across: &str, up: &str, series: &[Series]) -> String {
    let positive = |(x, y): &&(f64, f64)| *x > 0.0 && *y > 0.0;
    let all = || series.iter().flat_map(|series| series.points.iter().filter(positive));
    let axes = (Decades::around(all().map(|point| point.0)), Decades::around(all().map(|point| point.1)));
    let mut text = HEAD.to_owned();
    let (left, _, top, _) = MARGIN;
    text += &label(left, top - 12.0, "start", title);
    text += &label(across_at(0.5), HEIGHT - 8.0, "middle", across);
    text += &label(8.0, top + 4.0, "start", up);
    text += &grid(axes);
    for (index, series) in series.iter().enumerate() {
        let points: Vec<_> = series.points.iter().filter(positive).map(|at| located(axes, *at)).collect();
        text += &line(index, &series.name, &points);
    }
    text + "</svg>\n"
}

fn inner() -> (f64, f64) {
    let (left, right, top, bottom) = MARGIN;
    (WIDTH - left - right, HEIGHT - top - bottom)
}

/// Returns the horizontal place of a part of the width.
fn across_at(part: f64) -> f64 {
    MARGIN.0 + part * inner().0
}

/// Returns the vertical place of a part of the height, counted from below.
fn up_at(part: f64) -> f64 {
    MARGIN.2 + (1.0 - part) * inner().1
}

fn located(axes: (Decades, Decades), point: (f64, f64)) -> (f64, f64) {
    (across_at(axes.0.place(point.0)), up_at(axes.1.place(point.1)))
}

fn grid(axes: (Decades, Decades)) -> String {
    let mut text = String::new();
    for tick in axes.0.ticks() {
        let x = across_at(axes.0.place(tick));
        text += &ruled((x, up_at(0.0)), (x, up_at(1.0)));
        text += &label(x, up_at(0.0) + 16.0, "middle", &tick.to_string());
    }
    for tick in axes.1.ticks() {
        let y = up_at(axes.1.place(tick));
        text += &ruled((across_at(0.0), y), (across_at(1.0), y));
        text += &label(across_at(0.0) - 6.0, y + 4.0, "end", &tick.to_string());
    }
    text
}

fn ruled(from: (f64, f64), to: (f64, f64)) -> String {
    let ((x1, y1), (x2, y2)) = (from, to);
    format!("<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"#dddddd\"/>\n")
}

/// Returns a line with its points, and its name in the legend.
fn line(index: usize, name: &str, points: &[(f64, f64)]) -> String {
    let color = COLORS[index % COLORS.len()];
    let way: Vec<_> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let way = way.join(" ");
    let mut text =
        format!("<polyline points=\"{way}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>\n");
    for (x, y) in points {
        let _never_fails = writeln!(text, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{color}\"/>");
    }
    let (x, y) =
        (across_at(1.0) + 14.0, MARGIN.2 + 10.0 + 20.0 * f64::from(u32::try_from(index).unwrap_or(0)));
    let _never_fails = writeln!(
        text,
        "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"14\" height=\"4\" fill=\"{color}\"/>",
        y - 6.0
    );
    text + &label(x + 20.0, y, "start", name)
}

fn label(x: f64, y: f64, anchor: &str, words: &str) -> String {
    let words = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(name: &str, points: &[(f64, f64)]) -> Series {
        Series { name: name.to_owned(), points: points.to_vec() }
    }

    #[test]
    fn axes_span_whole_decades() {
        for (values, expected) in
            [(vec![10.0, 1000.0], (1, 3)), (vec![0.3, 22.0], (-1, 2)), (vec![10.0], (1, 2)), (vec![], (0, 1))]
        {
            let decades = Decades::around(values.iter().copied());
            assert_eq!((decades.first, decades.last), expected, "{values:?}");
        }
    }

    #[test]
    fn what_grows_in_proportion_is_a_straight_line() {
        let text = chart("", "", "", &[series("apply", &[(10.0, 1.0), (100.0, 10.0), (1000.0, 100.0)])]);
        assert!(text.contains("points=\"60.0,375.0 315.0,202.5 570.0,30.0\""), "{text}");
        assert_eq!(text.matches("<circle").count(), 3);
    }

    #[test]
    fn every_series_has_a_line_and_a_name() {
        let all = [series("a < b", &[(10.0, 1.0)]), series("c & d", &[(10.0, 2.0), (20.0, 0.0)])];
        let text = chart("Growth", "objects", "seconds", &all);
        assert_eq!((text.matches("<polyline").count(), text.matches("<circle").count()), (2, 2));
        for expected in ["a &lt; b", "c &amp; d", ">Growth<", ">objects<", ">seconds<"] {
            assert!(text.contains(expected), "{expected}: {text}");
        }
        assert!(text.starts_with("<svg ") && text.ends_with("</svg>\n"));
    }

    #[test]
    fn a_chart_without_points_is_still_a_chart() {
        assert!(chart("", "", "", &[]).ends_with("</svg>\n"));
    }
}
