//! What a chart promises to whoever shows it.

#![allow(clippy::unwrap_used, clippy::cast_sign_loss, missing_docs)]

use proptest::prelude::*;
use vouchsafe_reports::chart::{
    Chart, ChartError, Hotspot, Kind, MAX_POINTS, MAX_SERIES, Notation, PNG_DENSITY, Series, Size, Theme, Unit, hotspots, render_png, render_svg,
};

fn months(count: usize) -> Vec<String> {
    let month = |n| format!("{}-{:02}", 2025 + n / 12, n % 12 + 1);
    (0..count).map(month).collect()
}

fn series(name: &str, points: &[Option<i64>]) -> Series {
    Series { name: name.to_owned(), points: points.to_vec() }
}

fn euros(kind: Kind, series: Vec<Series>) -> Chart {
    Chart {
        title: "CAC by month".to_owned(),
        labels: months(series.first().map_or(0, |one| one.points.len())),
        unit: Unit::Money { currency: "EUR".to_owned(), exponent: 2 },
        kind,
        series,
        notation: Notation::english(),
        empty: "No orders yet".to_owned(),
    }
}

fn small() -> Size {
    Size::new(320, 200).unwrap()
}

fn svg(chart: &Chart) -> String {
    render_svg(chart, Theme::Light, small()).unwrap()
}

/// The points of every polyline, in pixels rounded as hotspots are.
fn polylines(svg: &str) -> Vec<Vec<(i32, i32)>> {
    let lines = svg.lines().filter(|line| line.starts_with("<polyline"));
    let points = lines.map(|line| {
        let (_, rest) = line.split_once("points=\"").unwrap();
        let (points, _) = rest.split_once('"').unwrap();
        let point = |pair: &str| {
            let (x, y) = pair.split_once(',').unwrap();
            let pixel = |tenths: &str| (tenths.parse::<i32>().unwrap() + 5).div_euclid(10);
            (pixel(x), pixel(y))
        };
        points.split_whitespace().map(point).collect()
    });
    points.collect()
}

/// Every attribute of every tag; text never starts a line with `<`.
fn attributes(svg: &str) -> impl Iterator<Item = (&str, &str)> {
    let tags = svg.lines().filter(|line| line.starts_with('<'));
    let words = tags.flat_map(|tag| tag.split("\" ")).filter_map(|word| word.split_once("=\""));
    words.map(|(name, value)| (name.rsplit(' ').next().unwrap_or(name), value))
}

fn at(spots: &[Hotspot]) -> Vec<(i32, i32)> {
    spots.iter().map(|spot| (spot.x, spot.y)).collect()
}

#[test]
fn a_small_chart_is_drawn_like_this() {
    let chart =
        euros(Kind::Line, vec![series("Issued", &[Some(2_450), Some(1_990), Some(3_120)]), series("Redeemed", &[Some(1_200), None, Some(900)])]);
    insta::assert_snapshot!(svg(&chart));
}

#[test]
fn stacked_bars_are_drawn_like_this() {
    let chart = euros(
        Kind::StackedBars,
        vec![
            series("Advocates", &[Some(40_000), Some(0)]),
            series("Friends", &[Some(20_000), None]),
            series("Reversals", &[Some(-10_000), Some(-5_000)]),
        ],
    );
    insta::assert_snapshot!(svg(&chart));
}

#[test]
fn names_from_outside_stay_text() {
    let hostile = "<img src=x onerror=alert(1)>\"'&\0\u{202e}</svg>";
    let mut chart = euros(Kind::GroupedBars, vec![series(hostile, &[Some(1)]), series("b", &[Some(2)])]);
    chart.title = hostile.to_owned();
    chart.labels = vec!["<script>".to_owned()];
    chart.unit = Unit::Money { currency: "<a href='http://x'>".to_owned(), exponent: 2 };
    chart.notation.powers = ["<b>"; 4].map(str::to_owned);
    chart.empty = hostile.to_owned();
    let drawn = Size::new(1_000, 400).and_then(|size| render_svg(&chart, Theme::Dark, size));
    let drawn = drawn.unwrap();
    chart.series.clear();
    let empty = svg(&Chart { labels: Vec::new(), ..chart });
    for svg in [&drawn, &empty] {
        let mut tags: Vec<_> = svg.split('<').skip(1).map(|rest| rest.split([' ', '>', '\n']).next().unwrap()).collect();
        tags.sort_unstable();
        tags.dedup();
        let known = ["/svg", "/text", "circle", "polygon", "polyline", "rect", "svg", "text"];
        assert!(tags.iter().all(|tag| known.contains(tag)), "{tags:?}");
        assert!(svg.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&apos;&amp; &lt;/svg&gt;"));
        assert!(!svg.contains('\0') && !svg.contains('\u{202e}'));
    }
    assert!(drawn.contains("&lt;script&gt;") && drawn.contains("&lt;a href=&apos;http"));
}

#[test]
fn the_same_figures_give_the_same_bytes() {
    let chart = euros(Kind::Line, vec![series("CAC", &[Some(5), None, Some(-7)])]);
    assert_eq!(svg(&chart), svg(&chart));
    let png = || render_png(&chart, Theme::Dark, small()).unwrap();
    assert_eq!(png(), png());
    assert_ne!(svg(&chart), render_svg(&chart, Theme::Dark, small()).unwrap());
}

#[test]
fn a_missing_figure_breaks_the_line() {
    let points = [Some(1), Some(2), None, Some(0), None, None, Some(3), Some(4), Some(5)];
    let chart = euros(Kind::Line, vec![series("CAC", &points)]);
    let spots = hotspots(&chart, small()).unwrap().points;
    let drawn = polylines(&svg(&chart));
    let indices: Vec<_> = spots.iter().map(|spot| spot.index).collect();
    assert_eq!(indices, [0, 1, 3, 6, 7, 8]);
    assert_eq!(drawn, [at(&spots[..2]), at(&spots[3..])]);
    let circles = svg(&chart).matches("<circle").count();
    assert_eq!(circles, spots.len(), "a figure alone has its marker");
}

#[test]
fn a_lone_figure_among_many_days_is_seen() {
    let mut points = vec![None; 730];
    points[365] = Some(42);
    let chart = euros(Kind::Line, vec![series("CAC", &points)]);
    assert_eq!(svg(&chart).matches("<circle").count(), 1);
}

#[test]
fn zero_is_a_figure_and_nothing_is_not() {
    let zero = euros(Kind::Line, vec![series("CAC", &[Some(0), Some(0)])]);
    assert_eq!(hotspots(&zero, small()).unwrap().points.len(), 2);
    assert!(!svg(&zero).contains("No orders yet"));
    let nothing = euros(Kind::Line, vec![series("CAC", &[None, None])]);
    assert_eq!(hotspots(&nothing, small()).unwrap().points, []);
    assert!(svg(&nothing).contains("No orders yet"));
    assert!(svg(&euros(Kind::StackedBars, Vec::new())).contains("No orders yet"));
}

#[test]
fn negative_figures_hang_below_the_zero_line() {
    let mut chart = euros(Kind::GroupedBars, vec![series("ROI", &[Some(5_000), Some(-5_000)])]);
    chart.unit = Unit::Ratio;
    let spots = hotspots(&chart, small()).unwrap();
    let (above, below) = (spots.points[0].y, spots.points[1].y);
    assert_eq!((above, below), (spots.plot.top, spots.plot.bottom));
    let drawn = svg(&chart);
    for words in ["\u{2212}50%", "0%", "50%"] {
        assert!(drawn.contains(&format!(">\n{words}\n")), "{words}");
    }
}

#[test]
fn a_stack_shows_its_sums() {
    let layers = [Some(30), Some(30), Some(40)];
    let chart = euros(Kind::StackedBars, layers.map(|l| series("a", &[l])).to_vec());
    let spots = hotspots(&chart, Size::new(600, 400).unwrap()).unwrap();
    let height = spots.plot.bottom - spots.plot.top;
    let rises: Vec<_> = spots.points.iter().map(|spot| spots.plot.bottom - spot.y).collect();
    for (rise, percent) in rises.into_iter().zip([30, 60, 100]) {
        assert!((rise - height * percent / 100).abs() <= 1, "{percent}: {rise} of {height}");
    }
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let check = |chart: &Chart| {
        let refused = render_svg(chart, Theme::Light, small()).unwrap_err();
        assert_eq!(hotspots(chart, small()).unwrap_err(), refused);
        assert_eq!(render_png(chart, Theme::Light, small()).unwrap_err(), refused);
        refused.to_string()
    };
    let many = euros(Kind::Line, vec![series("a", &[Some(1)]); MAX_SERIES + 1]);
    insta::assert_snapshot!(check(&many), @"a chart holds at most 6 series, and 7 were given");
    let long = euros(Kind::Line, vec![series("a", &[Some(1); MAX_POINTS + 1])]);
    insta::assert_snapshot!(check(&long), @"a chart holds at most 3660 points in a series, and 3661 were given");
    let ragged = vec![series("a", &[Some(1)]), series("b", &[Some(1), None])];
    insta::assert_snapshot!(check(&euros(Kind::Line, ragged)), @"series 1 has 2 points for 1 labels");
    let sizes = [(0, 0), (279, 200), (280, 199), (3_201, 400), (400, u32::MAX)];
    for (width, height) in sizes {
        assert_eq!(Size::new(width, height), Err(ChartError::Size { width, height }));
    }
    insta::assert_snapshot!(Size::new(0, 9_000).unwrap_err(), @"a chart of 0 × 9000 pixels cannot be drawn: the sides go from 280 × 200 to 3200 × 2400");
}

/// Every pixel of a chart's PNG, row by row.
fn pixels(chart: &Chart, theme: Theme, size: Size) -> (Vec<[u8; 3]>, usize) {
    let bytes = render_png(chart, theme, size).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(info.width, u32::from(size.width()) * PNG_DENSITY);
    assert_eq!(info.height, u32::from(size.height()) * PNG_DENSITY);
    let pixels = pixels.chunks_exact(3).map(|p| [p[0], p[1], p[2]]);
    (pixels.collect(), info.width as usize)
}

#[test]
fn a_png_shows_every_series_on_its_background() {
    let one = |n: i64| series("Пригласивший", &[Some(n), Some(n + 1), Some(n + 2)]);
    let size = Size::new(600, 300).unwrap();
    for kind in [Kind::Line, Kind::GroupedBars, Kind::StackedBars] {
        let chart = euros(kind, (1..=6).map(one).collect());
        let (pixels, width) = pixels(&chart, Theme::Light, size);
        let corners = [0, width - 1, pixels.len() - width, pixels.len() - 1];
        assert_eq!(corners.map(|n| pixels[n]), [[255; 3]; 4]);
        // The first and the last colour of the palette, and ink.
        for colour in [[0x3F, 0x5F, 0xCD], [0x22, 0x2D, 0x76], [0x1B, 0x1F, 0x27]] {
            let painted = pixels.iter().filter(|pixel| **pixel == colour).count();
            assert!(painted > 20, "{kind:?} {colour:?} {painted}");
        }
    }
}

#[test]
fn every_marker_shows_in_a_png() {
    let none = [None, None, None];
    let size = Size::new(400, 300).unwrap();
    for lone in 0..MAX_SERIES {
        let mut all = vec![series("", &none); MAX_SERIES];
        all[lone].points[1] = Some(100);
        let chart = euros(Kind::Line, all);
        let spot = hotspots(&chart, size).unwrap().points[0];
        let (pixels, width) = pixels(&chart, Theme::Light, size);
        let around = |reach: i32| {
            let rows = spot.y * 2 - reach..spot.y * 2 + reach;
            let row = |y: i32| {
                let start = y as usize * width + (spot.x * 2 - reach) as usize;
                &pixels[start..start + 2 * reach as usize]
            };
            rows.flat_map(row).filter(|pixel| pixel[2] < 0xD0 || pixel[0] < 0x80).count()
        };
        assert!(around(10) > 80, "series {lone}: {}", around(10));
    }
}

fn a_chart() -> impl Strategy<Value = Chart> {
    let figure = prop_oneof![
        4 => any::<i32>().prop_map(|n| Some(i64::from(n))),
        2 => Just(None),
        1 => any::<i64>().prop_map(Some),
        1 => prop::sample::select(vec![i64::MIN, i64::MAX, 0, 1, -1]).prop_map(Some),
    ];
    let kind = prop::sample::select(vec![Kind::Line, Kind::GroupedBars, Kind::StackedBars]);
    let unit = prop_oneof![
        Just(Unit::Ratio),
        Just(Unit::Count),
        (any::<String>(), any::<u8>()).prop_map(|(currency, exponent)| Unit::Money { currency, exponent }),
    ];
    let rows = (0..=MAX_SERIES, prop_oneof![0..4_usize, 0..40_usize, 200..740_usize]).prop_flat_map(move |(series, points)| {
        let row = prop::collection::vec(figure.clone(), points);
        (prop::collection::vec((any::<String>(), row), series), Just(points))
    });
    (any::<String>(), any::<String>(), unit, kind, rows).prop_map(|(title, label, unit, kind, (rows, points))| Chart {
        title,
        labels: (0..points).map(|n| format!("{label}{n}")).collect(),
        unit,
        kind,
        series: rows.into_iter().map(|(name, points)| Series { name, points }).collect(),
        notation: Notation::russian(),
        empty: label,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_figures_stay_inside_the_picture(
        chart in a_chart(), width in 280..1_200_u32, height in 200..700_u32,
    ) {
        let size = Size::new(width, height).unwrap();
        let svg = render_svg(&chart, Theme::Light, size).unwrap();
        let spots = hotspots(&chart, size).unwrap();
        let (right, bottom) = (i32::from(size.width()), i32::from(size.height()));
        let plot = spots.plot;
        prop_assert!(0 < plot.left && plot.left < plot.right && plot.right <= right, "{plot:?}");
        prop_assert!(0 < plot.top && plot.top < plot.bottom && plot.bottom <= bottom, "{plot:?}");
        for spot in &spots.points {
            prop_assert!((plot.left..=plot.right).contains(&spot.x), "{spot:?} {plot:?}");
            prop_assert!((plot.top..=plot.bottom).contains(&spot.y), "{spot:?} {plot:?}");
        }
        let figures = chart.series.iter().flat_map(|one| &one.points).flatten().count();
        prop_assert_eq!(spots.points.len(), figures);
        for (name, value) in attributes(&svg) {
            let limit = 10 * match name {
                "x" | "cx" | "width" => right,
                "y" | "cy" | "height" => bottom,
                _ => continue,
            };
            let place: i32 = value.parse().unwrap();
            prop_assert!((0..=limit).contains(&place), "{name}={value}");
        }
    }

    #[test]
    fn hotspots_lie_on_the_drawn_lines(
        rows in prop::collection::vec(prop::collection::vec(any::<i64>(), 3), 1..=MAX_SERIES),
    ) {
        let full = |row: &Vec<i64>| series("a", &row.iter().copied().map(Some).collect::<Vec<_>>());
        let chart = euros(Kind::Line, rows.iter().map(full).collect());
        let spots = hotspots(&chart, small()).unwrap().points;
        // The legend's samples have two points, a series has three.
        let drawn: Vec<_> = polylines(&svg(&chart)).into_iter().filter(|l| l.len() == 3).collect();
        let expected: Vec<_> = spots.chunks(3).map(at).collect();
        prop_assert_eq!(drawn, expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_figures_make_a_png(chart in a_chart()) {
        let png = render_png(&chart, Theme::Dark, small()).unwrap();
        prop_assert!(png.starts_with(b"\x89PNG"));
    }
}
