//! The few words that a body needs and its author did not write, in the languages of the house.

/// Words in one language.
pub(super) struct Labels {
    /// Titles of alerts: note, tip, important, warning, caution.
    pub alerts: [&'static str; 5],
    /// What the small link after a heading is.
    pub section_link: &'static str,
    /// What a scrollable table is called.
    pub table: &'static str,
    /// What the list of footnotes is called.
    pub footnotes: &'static str,
    /// What the link from a footnote back to the text is called.
    pub back: &'static str,
    /// A check box that is checked, and one that is not.
    pub tasks: [&'static str; 2],
}

const ENGLISH: Labels = Labels {
    alerts: ["Note", "Tip", "Important", "Warning", "Caution"],
    section_link: "Link to this section",
    table: "Table",
    footnotes: "Footnotes",
    back: "Back to the text",
    tasks: ["Done", "To do"],
};

const FRENCH: Labels = Labels {
    alerts: ["Remarque", "Conseil", "Important", "Avertissement", "Attention"],
    section_link: "Lien vers cette section",
    table: "Tableau",
    footnotes: "Notes",
    back: "Retour au texte",
    tasks: ["Fait", "À faire"],
};

const GERMAN: Labels = Labels {
    alerts: ["Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"],
    section_link: "Link zu diesem Abschnitt",
    table: "Tabelle",
    footnotes: "Fußnoten",
    back: "Zurück zum Text",
    tasks: ["Erledigt", "Offen"],
};

const SPANISH: Labels = Labels {
    alerts: ["Nota", "Consejo", "Importante", "Advertencia", "Precaución"],
    section_link: "Enlace a esta sección",
    table: "Tabla",
    footnotes: "Notas",
    back: "Volver al texto",
    tasks: ["Hecho", "Pendiente"],
};

/// The words for a BCP 47 tag; English where the language is not spoken here.
pub(super) fn labels(language: &str) -> &'static Labels {
    match language.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase().as_str() {
        "fr" => &FRENCH,
        "de" => &GERMAN,
        "es" => &SPANISH,
        _ => &ENGLISH,
    }
}
