//! Step 3 as it looks: what will be sent, what it costs, and the word that buys.
//!
//! The cost stands in a red box of its own, above the request and next to the
//! confirmation, so that neither can be seen without it.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
    widgets::{Block, Padding, Paragraph},
};

use super::{
    chrome::{Seen, facts_for, titled},
    words,
};
use crate::{
    app::{App, Confirmation, Review},
    widget::{
        Facts,
        split::{self, Part},
        text::{cut, wrap},
        theme,
    },
};

/// Columns of the labels.
const LABEL: usize = 10;

pub fn view(app: &App, review: &Review, frame: &mut Frame, area: Rect) -> Seen {
    let title = if app.origin.is_live() {
        "Review: this buys a real number"
    } else {
        "Review: a rehearsal in the sandbox, nothing is billed"
    };
    let about = about(review, facts_for(area, LABEL));
    let sends = sends(review, facts_for(area, LABEL));
    let cost = cost_lines(app, review, about.width());
    let cost_rows = u16::try_from(cost.len()).unwrap_or(u16::MAX).saturating_add(2);
    let needed = about.rows() + cost_rows + sends.rows() + 1;
    // An empty row above the prompt, where there is room for it.
    let height = (needed + 1 + 2).min(area.height);
    let inside = titled(frame, Rect { height, ..area }, title, theme::ACCENT);
    let [top, middle, request, _, prompt] = split::rows(
        inside,
        [Part::Fixed(about.rows()), Part::Fixed(cost_rows), Part::Fixed(sends.rows()), Part::Rest, Part::Fixed(1)],
    );
    let seen = if needed <= inside.height { Seen::Whole } else { Seen::Cut };
    frame.render_widget(Paragraph::new(about.into_lines()), top);
    let block = Block::bordered()
        .border_style(theme::DANGER)
        .title(Line::styled(" Cost ", theme::DANGER))
        .padding(Padding::horizontal(1));
    frame.render_widget(Paragraph::new(cost).block(block), middle);
    frame.render_widget(Paragraph::new(sends.into_lines()), request);
    confirmation(app, review, seen, frame, prompt);
    seen
}

fn about(review: &Review, mut facts: Facts) -> Facts {
    let request = &review.draft.request;
    let bill = cut(&words::account(&review.account), usize::from(facts.width()).saturating_sub(LABEL));
    facts.styled("Bill", &bill, theme::STRONG);
    facts.fact("With key", &words::key_and_origin(&review.draft));
    facts.fact("Ask for", &words::criterion(&request.criterion, request.country));
    facts
}

/// The exact request: method, path, body.
fn sends(review: &Review, mut facts: Facts) -> Facts {
    facts.fact("Sends", &format!("POST {}/phone-numbers", review.draft.origin.path()));
    facts.fact("", review.draft.body.as_str());
    facts
}

fn cost_lines(app: &App, review: &Review, width: u16) -> Vec<Line<'static>> {
    let width = usize::from(width.saturating_sub(4));
    let mut lines = Vec::new();
    let mut say = |text: &str, style| lines.extend(wrap(text, width).into_iter().map(|line| Line::styled(line, style)));
    if !app.origin.is_live() {
        say("Nothing is billed in the sandbox. With a real key it would be:", theme::PLAIN);
    }
    say(&words::cost("this sub-account"), theme::DANGER);
    if review.earlier_unknown {
        let risk = "An earlier purchase of this sub-account is still unknown and may be bought already. This is another \
                    one: if both are sold, both are billed. Esc, then F4, settles the earlier one instead.";
        say(risk, theme::STRONG);
    }
    lines
}

fn confirmation(app: &App, review: &Review, seen: Seen, frame: &mut Frame, area: Rect) {
    let word = review.word();
    let line = match &review.confirmation {
        _ if seen == Seen::Cut => {
            Line::styled("Make this window larger to confirm: not all of it fits.", theme::DANGER)
        }
        Confirmation::Settling(_) => Line::styled("Read this first. The keyboard counts in a moment.", theme::QUIET),
        Confirmation::Typing(typed) => {
            let ask = format!("Type {word} to confirm: ");
            let column = u16::try_from(ask.len() + typed.len()).unwrap_or(0);
            frame.set_cursor_position((area.x + column.min(area.width.saturating_sub(1)), area.y));
            let ready = match app.stoppage() {
                Some(_) => Span::styled("   (nothing can be bought now)", theme::STRONG),
                None if typed == word => Span::styled("   ↵ buys now", theme::DANGER),
                None => Span::default(),
            };
            Line::from(vec![Span::styled(ask, theme::STRONG), Span::styled(typed.clone(), theme::DANGER), ready])
        }
    };
    frame.render_widget(line, area);
}
