package picture

// drawing is how one kind of thing is drawn: on a field of 800 by 800, standing on the line y = 690 or a little above.
type drawing struct {
	draw   func(*canvas)
	place  place
	pack   wrapping
	lies   bool // turned by rotation in the angle view; what stands is sheared instead
	fx, fy int  // what the detail view looks at
	shadow int  // half the width of the shadow on the floor
	floor  int  // where the floor is
	top    int  // where the thing ends above
	tall   int  // how high that is in millimetres
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

// wrapping is what a thing comes in.
type wrapping int

const (
	inBox wrapping = iota
	inCarton
	inBag
)

func drawings() map[Kind]drawing {
	return map[Kind]drawing{
		Phone:      {(*canvas).phone, onDesk, inBox, true, 330, 250, 210, 692, 118, 168},
		Earbuds:    {(*canvas).earbuds, onDesk, inBox, true, 400, 330, 170, 692, 190, 72},
		PowerBank:  {(*canvas).powerBank, onDesk, inBox, true, 400, 300, 150, 692, 90, 160},
		Laptop:     {(*canvas).laptop, onDesk, inBox, false, 330, 520, 320, 678, 176, 245},
		Tablet:     {(*canvas).tablet, onDesk, inBox, true, 420, 280, 230, 692, 110, 270},
		Headphones: {(*canvas).headphones, onDesk, inBox, false, 290, 430, 220, 662, 140, 195},
		Watch:      {(*canvas).watch, onDesk, inBox, true, 400, 400, 130, 692, 70, 84},
		Camera:     {(*canvas).camera, onDesk, inBox, true, 400, 430, 250, 602, 178, 104},
		TV:         {(*canvas).tv, inRoom, inCarton, false, 400, 430, 300, 642, 190, 820},
		Fridge:     {(*canvas).fridge, inRoom, inCarton, false, 400, 300, 160, 692, 76, 1850},
		Washer:     {(*canvas).washer, inRoom, inCarton, false, 400, 350, 230, 692, 110, 860},
		RiceCooker: {(*canvas).riceCooker, onTable, inCarton, false, 400, 450, 220, 692, 218, 265},
		Lamp:       {(*canvas).lamp, onDesk, inCarton, false, 470, 250, 0, 690, 166, 450},
		Chair:      {(*canvas).chair, inRoom, inCarton, false, 400, 300, 200, 692, 66, 1230},
		Flask:      {(*canvas).flask, onDesk, inBox, true, 400, 280, 110, 692, 90, 245},
		Lipstick:   {(*canvas).lipstick, onDesk, inBox, true, 360, 330, 150, 692, 108, 92},
		Dress:      {(*canvas).dress, onRail, inBag, false, 400, 260, 0, 692, 150, 1020},
		TShirt:     {(*canvas).tshirt, onRail, inBag, false, 400, 280, 0, 680, 176, 700},
		Sneaker:    {(*canvas).sneaker, outdoors, inBox, false, 420, 420, 300, 600, 300, 138},
		Backpack:   {(*canvas).backpack, outdoors, inBag, false, 400, 430, 190, 692, 80, 500},
		Snack:      {(*canvas).snack, onTable, inCarton, true, 400, 370, 170, 692, 124, 260},
		Tea:        {(*canvas).tea, onTable, inBox, false, 340, 430, 250, 692, 160, 160},
		Wine:       {(*canvas).wine, onTable, inBox, false, 380, 480, 240, 692, 80, 320},
		Blocks:     {(*canvas).blocks, onDesk, inBox, false, 400, 420, 230, 692, 150, 240},
		Book:       {(*canvas).book, onDesk, inCarton, true, 400, 330, 210, 692, 120, 240},
	}
}
