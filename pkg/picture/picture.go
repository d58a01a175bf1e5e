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
	Angle  View = "angle"  // turned a little, on a ground in its own colour
	Detail View = "detail" // enlarged, with its name
	Scene  View = "scene"  // where it is used
)

// Views returns all views, the main picture first.
func Views() []View { return []View{Front, Angle, Detail, Scene} }

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
	default:
		return fmt.Errorf("picture: unknown view %q", s.View)
	}
	return c.writeTo(w)
}

// drawing is how one kind of thing is drawn: on a field of 800 by 800, standing on the line y = 690 or a little above.
type drawing struct {
	draw   func(*canvas)
	place  place
	lies   bool // turned by rotation in the angle view; what stands is sheared instead
	fx, fy int  // what the detail view looks at
	shadow int  // half the width of the shadow on the floor
	floor  int  // where the floor is
}

// place is where a thing is used.
type place int

const (
	onDesk place = iota
	inRoom
	onRail
	onTable
	outdoors
)

func drawings() map[Kind]drawing {
	return map[Kind]drawing{
		Phone:      {(*canvas).phone, onDesk, true, 330, 250, 210, 692},
		Earbuds:    {(*canvas).earbuds, onDesk, true, 400, 330, 170, 692},
		PowerBank:  {(*canvas).powerBank, onDesk, true, 400, 300, 150, 692},
		Laptop:     {(*canvas).laptop, onDesk, false, 330, 520, 320, 692},
		Tablet:     {(*canvas).tablet, onDesk, true, 420, 280, 230, 692},
		Headphones: {(*canvas).headphones, onDesk, false, 290, 430, 220, 662},
		Watch:      {(*canvas).watch, onDesk, true, 400, 400, 130, 692},
		Camera:     {(*canvas).camera, onDesk, true, 400, 430, 250, 606},
		TV:         {(*canvas).tv, inRoom, false, 400, 430, 300, 644},
		Fridge:     {(*canvas).fridge, inRoom, false, 400, 300, 160, 692},
		Washer:     {(*canvas).washer, inRoom, false, 400, 350, 230, 692},
		RiceCooker: {(*canvas).riceCooker, onTable, false, 400, 450, 220, 692},
		Lamp:       {(*canvas).lamp, onDesk, false, 470, 250, 0, 690},
		Chair:      {(*canvas).chair, inRoom, false, 400, 300, 200, 692},
		Flask:      {(*canvas).flask, onDesk, true, 400, 280, 110, 692},
		Lipstick:   {(*canvas).lipstick, onDesk, true, 360, 330, 150, 692},
		Dress:      {(*canvas).dress, onRail, false, 400, 260, 0, 692},
		TShirt:     {(*canvas).tshirt, onRail, false, 400, 280, 0, 692},
		Sneaker:    {(*canvas).sneaker, outdoors, true, 400, 430, 300, 592},
		Backpack:   {(*canvas).backpack, outdoors, false, 400, 430, 190, 692},
		Snack:      {(*canvas).snack, onTable, true, 400, 370, 170, 692},
		Tea:        {(*canvas).tea, onTable, false, 340, 430, 200, 692},
		Wine:       {(*canvas).wine, onTable, false, 380, 480, 170, 692},
		Blocks:     {(*canvas).blocks, onDesk, false, 400, 420, 230, 692},
		Book:       {(*canvas).book, onDesk, true, 400, 330, 210, 692},
	}
}
