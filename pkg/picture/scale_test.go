package picture

import (
	"strings"
	"testing"
)

func TestTelevisionsAreAsLargeAsTheirNameSays(t *testing.T) {
	tests := map[string]int{"55英寸": 825, "98 英寸": 1470, "没有数字": drawings()[TV].tall, "5 英寸": drawings()[TV].tall, "9999英寸": drawings()[TV].tall}
	for variant, want := range tests {
		c := newCanvas(Spec{Kind: TV, Variant: variant})
		if got := c.tall(drawings()[TV]); got != want {
			t.Errorf("%s: %d mm high, want %d", variant, got, want)
		}
	}
}

func TestWhatIsNearIsComparedWithAMug(t *testing.T) {
	for kind, want := range map[Kind]string{Earbuds: "马克杯", Wine: "马克杯", Fridge: "身高", Dress: "身高"} {
		if svg := draw(t, Spec{Kind: kind, Colour: "黑色", View: Scale}); !strings.Contains(svg, want) {
			t.Errorf("%s is not compared with %s", kind, want)
		}
	}
}

func TestTheBoxShowsWhatIsInIt(t *testing.T) {
	svg := draw(t, Spec{Kind: Phone, Colour: "黑色", Brand: "HUAWEI", View: Pack})
	if strings.Count(svg, `id="thing"`) != 1 || strings.Count(svg, `href="#thing"`) != 1 {
		t.Error("the thing is not drawn once and pointed to once")
	}
}
