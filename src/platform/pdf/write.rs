//! The file: pages, fonts, tags, outline and what the document says of itself.

use super::block::Document;
use super::canvas::{Canvas, PAGE_HEIGHT, PAGE_WIDTH};
use super::font::{Font, Weight};
use super::outline;
use super::tree::{Kid, Part, Role, Tree};
use crate::platform::error::{Error, Result};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Dict, Filter, Name, Pdf, Ref, Str, TextStr};
use std::io::Write as _;

const LANGUAGE: &str = "en-GB";

/// The number of each object, given out in one order.
struct Numbers {
    catalog: Ref,
    pages: Ref,
    info: Ref,
    metadata: Ref,
    outlines: Ref,
    tags: Ref,
    parent_tree: Ref,
    fonts: [Ref; 2],
    page: Vec<Ref>,
    content: Vec<Ref>,
    part: Vec<Ref>,
    /// The first of the outline's entries, and then of the fonts' own objects.
    bookmarks: i32,
    further: i32,
}

impl Numbers {
    fn new(pages: usize, parts: usize, bookmarks: usize) -> Self {
        let mut next = 0;
        let mut one = || {
            next += 1;
            Ref::new(next)
        };
        let [catalog, page_tree, info, metadata, outlines, tags, parent_tree] = std::array::from_fn(|_| one());
        let fonts = [one(), one()];
        let page = (0..pages).map(|_| one()).collect();
        let content = (0..pages).map(|_| one()).collect();
        let part = (0..parts).map(|_| one()).collect();
        let bookmarks_from = next + 1;
        let further = bookmarks_from + i32::try_from(bookmarks).unwrap_or_default();
        Self {
            catalog,
            pages: page_tree,
            info,
            metadata,
            outlines,
            tags,
            parent_tree,
            fonts,
            page,
            content,
            part,
            bookmarks: bookmarks_from,
            further,
        }
    }
}

/// A whole length, as the file takes it.
fn whole(number: i64) -> i32 {
    i32::try_from(number).unwrap_or_default()
}

fn squeezed(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.map_err(|error| Error::internal(format!("a document could not be compressed: {error}")))
}

pub(super) fn finish(mut canvas: Canvas, document: &Document) -> Result<Vec<u8>> {
    canvas.footers(&document.title);
    let numbers = Numbers::new(canvas.pages.len(), canvas.tree.parts.len(), canvas.bookmarks.len());
    let mut pdf = Pdf::new();
    catalog(&mut pdf, &numbers);
    pdf.document_info(numbers.info).title(TextStr(&document.title)).producer(TextStr("clusterbuy"));
    let metadata = metadata(&document.title);
    let mut stream = pdf.stream(numbers.metadata, metadata.as_bytes());
    stream.pair(Name(b"Type"), Name(b"Metadata")).pair(Name(b"Subtype"), Name(b"XML"));
    drop(stream);
    pages(&mut pdf, &numbers, &canvas)?;
    tags(&mut pdf, &numbers, &canvas);
    outline::write(&mut pdf, numbers.outlines, numbers.bookmarks, &canvas.bookmarks, &numbers.page);
    for (place, weight) in [Weight::Regular, Weight::Bold].into_iter().enumerate() {
        let own = numbers.further + whole(i64::try_from(place * 4).unwrap_or_default());
        font(&mut pdf, numbers.fonts[place], own, canvas.fonts.of(weight), weight)?;
    }
    Ok(pdf.finish())
}

fn catalog(pdf: &mut Pdf, numbers: &Numbers) {
    let mut catalog = pdf.catalog(numbers.catalog);
    catalog.pages(numbers.pages);
    catalog.pair(Name(b"Lang"), TextStr(LANGUAGE));
    catalog.pair(Name(b"Metadata"), numbers.metadata);
    catalog.pair(Name(b"Outlines"), numbers.outlines);
    catalog.pair(Name(b"PageMode"), Name(b"UseOutlines"));
    catalog.pair(Name(b"StructTreeRoot"), numbers.tags);
    catalog.insert(Name(b"MarkInfo")).dict().pair(Name(b"Marked"), true);
    catalog.insert(Name(b"ViewerPreferences")).dict().pair(Name(b"DisplayDocTitle"), true);
}

/// Title, language and the mark of an accessible document (ISO 14289-1), as XMP.
fn metadata(title: &str) -> String {
    let title = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"><pdfuaid:part>1</pdfuaid:part>\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
         <dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
    )
}

fn rectangle(dict: &mut Dict, name: Name, corners: [i64; 4]) {
    let mut array = dict.insert(name).array();
    for corner in corners {
        array.item(whole(corner));
    }
}

fn pages(pdf: &mut Pdf, numbers: &Numbers, canvas: &Canvas) -> Result<()> {
    let mut tree = pdf.indirect(numbers.pages).dict();
    tree.pair(Name(b"Type"), Name(b"Pages"));
    tree.pair(Name(b"Count"), whole(i64::try_from(canvas.pages.len()).unwrap_or_default()));
    let mut kids = tree.insert(Name(b"Kids")).array();
    for page in &numbers.page {
        kids.item(*page);
    }
    drop(kids);
    drop(tree);
    for (at, page) in canvas.pages.iter().enumerate() {
        let mut dict = pdf.indirect(numbers.page[at]).dict();
        dict.pair(Name(b"Type"), Name(b"Page")).pair(Name(b"Parent"), numbers.pages);
        rectangle(&mut dict, Name(b"MediaBox"), [0, 0, (PAGE_WIDTH + 50) / 100, (PAGE_HEIGHT + 50) / 100]);
        dict.pair(Name(b"Contents"), numbers.content[at]);
        dict.pair(Name(b"StructParents"), whole(i64::try_from(at).unwrap_or_default()));
        dict.pair(Name(b"Tabs"), Name(b"S"));
        let mut resources = dict.insert(Name(b"Resources")).dict();
        let mut fonts = resources.insert(Name(b"Font")).dict();
        fonts.pair(Name(b"R"), numbers.fonts[0]).pair(Name(b"B"), numbers.fonts[1]);
        drop(fonts);
        drop(resources);
        drop(dict);
        let content = squeezed(page.content.as_bytes())?;
        pdf.stream(numbers.content[at], &content).filter(Filter::FlateDecode);
    }
    Ok(())
}

fn tags(pdf: &mut Pdf, numbers: &Numbers, canvas: &Canvas) {
    let mut root = pdf.indirect(numbers.tags).dict();
    root.pair(Name(b"Type"), Name(b"StructTreeRoot"));
    root.pair(Name(b"K"), numbers.part[0]);
    root.pair(Name(b"ParentTree"), numbers.parent_tree);
    root.pair(Name(b"ParentTreeNextKey"), whole(i64::try_from(canvas.pages.len()).unwrap_or_default()));
    drop(root);
    let mut parents = pdf.indirect(numbers.parent_tree).dict();
    let mut all = parents.insert(Name(b"Nums")).array();
    for (at, page) in canvas.pages.iter().enumerate() {
        all.item(whole(i64::try_from(at).unwrap_or_default()));
        let mut marks = all.push().array();
        for place in &page.marks {
            marks.item(numbers.part[*place]);
        }
    }
    drop(all);
    drop(parents);
    for (at, part) in canvas.tree.parts.iter().enumerate() {
        element(pdf, numbers, &canvas.tree, at, part);
    }
}

fn element(pdf: &mut Pdf, numbers: &Numbers, tree: &Tree, at: usize, part: &Part) {
    let mut dict = pdf.indirect(numbers.part[at]).dict();
    dict.pair(Name(b"Type"), Name(b"StructElem"));
    dict.pair(Name(b"S"), Name(part.role.name().as_bytes()));
    dict.pair(Name(b"P"), part.parent.map_or(numbers.tags, |parent| numbers.part[parent]));
    if let Some((read, bounds)) = &part.alternative {
        dict.pair(Name(b"Alt"), TextStr(read));
        let mut layout = dict.insert(Name(b"A")).dict();
        layout.pair(Name(b"O"), Name(b"Layout")).pair(Name(b"Placement"), Name(b"Block"));
        rectangle(&mut layout, Name(b"BBox"), bounds.map(|corner| corner / 100));
    }
    match part.role {
        Role::TH(scope) => {
            let mut cell = dict.insert(Name(b"A")).dict();
            cell.pair(Name(b"O"), Name(b"Table")).pair(Name(b"Scope"), Name(scope.name().as_bytes()));
        }
        Role::L => {
            let mut list = dict.insert(Name(b"A")).dict();
            list.pair(Name(b"O"), Name(b"List")).pair(Name(b"ListNumbering"), Name(b"Disc"));
        }
        _ => {}
    }
    let mut kids = dict.insert(Name(b"K")).array();
    for kid in &tree.parts[at].kids {
        match kid {
            Kid::Part(place) => {
                kids.item(numbers.part[*place]);
            }
            Kid::Content(page, mark) => {
                let mut content = kids.push().dict();
                content.pair(Name(b"Type"), Name(b"MCR")).pair(Name(b"Pg"), numbers.page[*page]);
                content.pair(Name(b"MCID"), whole(i64::try_from(*mark).unwrap_or_default()));
            }
        }
    }
}

/// A face as a composite font whose codes are its glyphs' numbers; `own` is the first of the four objects it takes.
fn font(pdf: &mut Pdf, id: Ref, own: i32, font: &Font, weight: Weight) -> Result<()> {
    let [descendant, descriptor, file, unicode] = [0, 1, 2, 3].map(|at| Ref::new(own + at));
    let name: &[u8] = if weight == Weight::Bold { b"CBUYBD+NotoSans-Bold" } else { b"CBUYRG+NotoSans" };
    let mut dict = pdf.indirect(id).dict();
    dict.pair(Name(b"Type"), Name(b"Font")).pair(Name(b"Subtype"), Name(b"Type0"));
    dict.pair(Name(b"BaseFont"), Name(name)).pair(Name(b"Encoding"), Name(b"Identity-H"));
    dict.pair(Name(b"ToUnicode"), unicode);
    dict.insert(Name(b"DescendantFonts")).array().item(descendant);
    drop(dict);
    let mut dict = pdf.indirect(descendant).dict();
    dict.pair(Name(b"Type"), Name(b"Font")).pair(Name(b"Subtype"), Name(b"CIDFontType2"));
    dict.pair(Name(b"BaseFont"), Name(name)).pair(Name(b"FontDescriptor"), descriptor);
    dict.pair(Name(b"CIDToGIDMap"), Name(b"Identity")).pair(Name(b"DW"), 0);
    let mut system = dict.insert(Name(b"CIDSystemInfo")).dict();
    system.pair(Name(b"Registry"), Str(b"Adobe")).pair(Name(b"Ordering"), Str(b"Identity"));
    system.pair(Name(b"Supplement"), 0);
    drop(system);
    let mut widths = dict.insert(Name(b"W")).array();
    for (glyph, (_, width)) in &font.used {
        widths.item(i32::from(*glyph));
        widths.push().array().item(whole(*width));
    }
    drop(widths);
    drop(dict);
    describe(pdf, descriptor, file, font, name);
    let bytes = font.subset()?;
    let packed = squeezed(&bytes)?;
    let mut stream = pdf.stream(file, &packed);
    stream.filter(Filter::FlateDecode);
    stream.pair(Name(b"Length1"), whole(i64::try_from(bytes.len()).unwrap_or_default()));
    drop(stream);
    pdf.stream(unicode, letters(font).as_bytes());
    Ok(())
}

fn describe(pdf: &mut Pdf, id: Ref, file: Ref, font: &Font, name: &[u8]) {
    const SYMBOLIC: i32 = 4;
    let heights = font.heights();
    let mut dict = pdf.indirect(id).dict();
    dict.pair(Name(b"Type"), Name(b"FontDescriptor")).pair(Name(b"FontName"), Name(name));
    dict.pair(Name(b"Flags"), SYMBOLIC).pair(Name(b"ItalicAngle"), 0).pair(Name(b"StemV"), 80);
    dict.pair(Name(b"Ascent"), whole(heights.ascent)).pair(Name(b"Descent"), whole(heights.descent));
    dict.pair(Name(b"CapHeight"), whole(heights.capital)).pair(Name(b"FontFile2"), file);
    rectangle(&mut dict, Name(b"FontBBox"), heights.bounds);
}

/// Which letter each glyph is, so that text can be found, copied and read aloud.
fn letters(font: &Font) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n\
         1 begincodespacerange <0000> <FFFF> endcodespacerange\n",
    );
    let used: Vec<_> = font.used.iter().collect();
    for some in used.chunks(100) {
        map.push_str(&format!("{} beginbfchar\n", some.len()));
        for (glyph, (letter, _)) in some {
            let mut units = [0; 2];
            let units: String = letter.encode_utf16(&mut units).iter().map(|unit| format!("{unit:04X}")).collect();
            map.push_str(&format!("<{glyph:04X}> <{units}>\n"));
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap CMapName currentdict /CMap defineresource pop end end\n");
    map
}
