// Package picture draws the goods of the demo shop as SVG: one drawing per kind of thing, in the colour of the variant,
// seen in several views. The drawings are deterministic and refer to nothing outside themselves.
package picture

import (
	"fmt"
	"io"
)

// Kind is what is drawn.
type Kind string

// The kinds of goods that can be drawn.
const (
	Phone      Kind = "phone"
	Earbuds    Kind = "earbuds"
	PowerBank  Kind = "powerbank"
	Laptop     Kind = "laptop"
	Tablet     Kind = "tablet"
	Headphones Kind = "headphones"
	Watch      Kind = "watch"
	Camera     Kind = "camera"
	TV         Kind = "tv"
	Fridge     Kind = "fridge"
	Washer     Kind = "washer"
	RiceCooker Kind = "ricecooker"
	Lamp       Kind = "lamp"
	Chair      Kind = "chair"
	Flask      Kind = "flask"
	Lipstick   Kind = "lipstick"
	Dress      Kind = "dress"
	TShirt     Kind = "tshirt"
	Sneaker    Kind = "sneaker"
	Backpack   Kind = "backpack"
	Snack      Kind = "snack"
	Tea        Kind = "tea"
	Wine       Kind = "wine"
	Blocks     Kind = "blocks"
	Book       Kind = "book"
)

// View is the way in which the thing is shown.
type View string

// The views, in the order of a product's gallery: the first is the main picture.
const (
	Front  View = "front"  // alone, on a neutral ground
	Angle  View = "angle"  // turned a little, on a stand in a studio of its own colour
	Detail View = "detail" // enlarged, with its name
	Scene  View = "scene"  // where it is used
	Scale  View = "scale"  // beside something of which everybody knows the size
	Pack   View = "pack"   // beside what it comes in
)

// Views returns all views, the main picture first.
func Views() []View { return []View{Front, Angle, Detail, Scene, Scale, Pack} }

// Spec says what to draw.
type Spec struct {
	Kind    Kind
	Colour  string // a colour as the shop calls it ("曜石黑"); unknown names get a quiet colour of their own
	Brand   string // the mark on the thing
	Model   string
	Variant string
	View    View
}

// Draw writes the picture as one SVG document. It fails where w does, or on a kind or view that it does not know.
func Draw(w io.Writer, s Spec) error {
	d, ok := drawings()[s.Kind]
	if !ok {
		return fmt.Errorf("picture: unknown kind %q", s.Kind)
	}
	c := newCanvas(s)
	switch s.View {
	case Front:
		c.front(d)
	case Angle:
		c.angle(d)
	case Detail:
		c.detail(d)
	case Scene:
		c.scene(d)
	case Scale:
		c.scale(d)
	case Pack:
		c.pack(d)
	default:
		return fmt.Errorf("picture: unknown view %q", s.View)
	}
	return c.writeTo(w)
}
