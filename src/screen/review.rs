//! Step 3 as it looks: what will be sent, what it costs, and the word that buys.
//!
//! The cost stands in a red box of its own, above the request and next to the
//! confirmation, so that neither can be seen without it.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::{Block, Padding, Paragraph},
};

use super::{
    chrome::{facts_for, titled},
    words,
};
use crate::{
    app::{App, Confirmation, Review, Shown},
    widget::{
        Facts,
        text::{cut, wrap},
        theme,
    },
};

/// Columns of the labels.
const LABEL: usize = 10;

pub fn view(app: &App, review: &Review, frame: &mut Frame, area: Rect) {
    let title = if app.origin.is_live() {
        "Review: this buys a real number"
    } else {
        "Review: a rehearsal in the sandbox, nothing is billed"
    };
    let width = facts_for(area, 0).width();
    let about = about(review, width);
    let cost = cost_lines(app, review, width);
    let sends = request_lines(review, width);
    let rows = |lines: &[Line]| u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let heights = [about.rows(), rows(&cost) + 2, rows(&sends), 2];
    let height = (heights.iter().sum::<u16>() + 2).min(area.height);
    let inside = titled(frame, Rect { height, ..area }, title, theme::ACCENT);
    // Where rows lack, the empty one goes first; cost, request and prompt are never cut.
    let fixed = heights[1] + heights[2] + 1;
    let [top, middle, request, _, prompt] = Layout::vertical([
        Constraint::Length(heights[0].min(inside.height.saturating_sub(fixed))),
        Constraint::Length(heights[1]),
        Constraint::Length(heights[2]),
        Constraint::Min(0),
        Constraint::Length(1),
    ])
    .areas(inside);
    frame.render_widget(Paragraph::new(about.into_lines()), top);
    let block = Block::bordered()
        .border_style(theme::DANGER)
        .title(Line::styled(" Cost ", theme::DANGER))
        .padding(Padding::horizontal(1));
    frame.render_widget(Paragraph::new(cost).block(block), middle);
    frame.render_widget(Paragraph::new(sends), request);
    confirmation(review, frame, prompt);
}

fn about(review: &Review, width: u16) -> Facts {
    let mut facts = Facts::new(width, LABEL);
    let request = &review.draft.request;
    let bill = cut(&words::account(&review.account), usize::from(width).saturating_sub(LABEL));
    facts.styled("Bill", &bill, theme::STRONG);
    facts.fact("With key", &words::key_and_origin(&review.draft));
    facts.fact("Ask for", &words::criterion(&request.criterion, request.country));
    facts
}

fn cost_lines(app: &App, review: &Review, width: u16) -> Vec<Line<'static>> {
    let width = usize::from(width.saturating_sub(4));
    let mut text = words::cost("this sub-account");
    if !app.origin.is_live() {
        text = format!("In the sandbox nothing is billed. Live, it reads: {text}");
    }
    let mut lines: Vec<_> = wrap(&text, width).into_iter().map(|line| Line::styled(line, theme::DANGER)).collect();
    if review.earlier_unknown {
        let risk = "An earlier purchase for this sub-account is still unknown: it may be bought. This one would be a second \
                    number, billed as well.";
        lines.extend(wrap(risk, width).into_iter().map(|line| Line::styled(line, theme::STRONG)));
    }
    lines
}

fn request_lines(review: &Review, width: u16) -> Vec<Line<'static>> {
    let draft = &review.draft;
    match review.shown {
        Shown::Request => {
            let mut facts = Facts::new(width, LABEL);
            facts.fact("Sends", &format!("POST {}/phone-numbers", draft.origin.path()));
            facts.fact("", draft.body.as_str());
            facts.into_lines()
        }
        Shown::Curl => {
            let mut facts = Facts::new(width, 0);
            facts.text("The same as a curl command. Running it buys a number, too.", theme::QUIET);
            for line in words::curl(draft) {
                facts.text(&line, theme::PLAIN);
            }
            facts.into_lines()
        }
    }
}

fn confirmation(review: &Review, frame: &mut Frame, area: Rect) {
    let word = review.word();
    let line = match &review.confirmation {
        Confirmation::Settling(_) => Line::styled("Read this first. The keyboard counts in a moment.", theme::QUIET),
        Confirmation::Typing(typed) => {
            let ask = format!("Type {word} to confirm: ");
            let column = u16::try_from(ask.len() + typed.len()).unwrap_or(0);
            frame.set_cursor_position((area.x + column.min(area.width.saturating_sub(1)), area.y));
            let ready = if typed == word { Span::styled("   ↵ buys now", theme::DANGER) } else { Span::default() };
            Line::from(vec![Span::styled(ask, theme::STRONG), Span::styled(typed.clone(), theme::DANGER), ready])
        }
    };
    frame.render_widget(line, area);
}
