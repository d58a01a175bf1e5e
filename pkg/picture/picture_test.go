package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func draw(t *testing.T, s Spec) string {
	t.Helper()
	var b bytes.Buffer
	if err := Draw(&b, s); err != nil {
		t.Fatalf("draw %+v: %v", s, err)
	}
	return b.String()
}

// variants are the words in model and variant names that change a drawing.
func variants() []string {
	return []string{
		"曜石黑 · 12GB+512GB", "磁吸", "小筑", "法式", "朝露", "夹持款", "底座款", "头枕款", "带脚托", "茶岸 520ml", "唇釉", "航天", "大颗粒桶", "应县木塔",
		"印花", "速干", "针织", "衬衫", "GTX", "徒步", "学生", "生茶饼", "干白 六支整箱", "双支礼盒", "精装签名版", "上下册套装",
	}
}

const limit = 8 << 10

func TestEveryViewIsSmallSoundAndSelfContained(t *testing.T) {
	for kind := range drawings() {
		for _, view := range Views() {
			for _, brand := range []string{"HUAWEI", "Apple", "Lingshangchun"} {
				s := Spec{Kind: kind, Colour: "曜石黑", Brand: brand, Model: "《消息不会凭空消失》", Variant: "曜石黑 · 12GB+512GB", View: view}
				svg := draw(t, s)
				wellFormed(t, svg)
				if len(svg) >= limit || svg != draw(t, s) {
					t.Errorf("%s %s: %d bytes, or two drawings differ", kind, view, len(svg))
				}
			}
		}
	}
}

func TestEveryVariantIsSmallAndSound(t *testing.T) {
	for kind := range drawings() {
		for _, v := range variants() {
			s := Spec{Kind: kind, Colour: "雪域白", Brand: "Hailan", Model: v, Variant: v, View: Front}
			wellFormed(t, draw(t, s))
			s.View = Scene
			if svg := draw(t, s); len(svg) >= limit {
				t.Errorf("%s %q: %d bytes", kind, v, len(svg))
			}
		}
	}
}

// wellFormed reads the document as XML and allows references only to its own parts.
func wellFormed(t *testing.T, svg string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("not XML: %v in %s", err, svg)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if e.Name.Local == "image" || e.Name.Local == "script" || e.Name.Local == "foreignObject" {
			t.Errorf("element %s", e.Name.Local)
		}
		for _, a := range e.Attr {
			outside := a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") || strings.Contains(a.Value, "url(") && !strings.Contains(a.Value, "url(#")
			if outside || strings.Contains(a.Value, "%!") {
				t.Errorf("attribute %s=%q", a.Name.Local, a.Value)
			}
		}
	}
}

func TestTextsAreEscaped(t *testing.T) {
	for kind := range drawings() {
		for _, view := range Views() {
			evil := `<script>"&'`
			svg := draw(t, Spec{Kind: kind, Colour: evil, Brand: evil, Model: evil, Variant: evil, View: view})
			wellFormed(t, svg)
			if strings.Contains(svg, "<script") {
				t.Errorf("%s %s lets markup through", kind, view)
			}
		}
	}
}

func TestVariantsLookDifferent(t *testing.T) {
	black := Spec{Kind: Phone, Colour: "曜石黑", Brand: "HUAWEI", Model: "Mate", View: Front}
	white := black
	white.Colour = "雪域白"
	if draw(t, black) == draw(t, white) {
		t.Error("the colour changes nothing")
	}
	if paint("101 宫墙红") != paint("宫墙红") {
		t.Error("the number of a lipstick changes its colour")
	}
	if first := paint("从未听说的颜色"); paint("从未听说的颜色") != first {
		t.Error("an unknown colour changes")
	}
}

func TestUnknownKindsAndViewsAreRefused(t *testing.T) {
	for _, s := range []Spec{{Kind: "unicorn", View: Front}, {Kind: Phone, View: "inside"}} {
		if err := Draw(io.Discard, s); err == nil {
			t.Errorf("%+v was drawn", s)
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestDrawReportsAFailedWrite(t *testing.T) {
	if err := Draw(brokenWriter{}, Spec{Kind: Phone, View: Front}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}
