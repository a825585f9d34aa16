package demo

import "strconv"

// item is something the company sells; its key is its place in the list plus one.
type item struct {
	name  string
	line  int8
	price int // in whole units of any currency
	cost  int // percent of the price
	unit  string
}

// productLine is a group of items with common accounts.
type productLine struct {
	id, kind, revenue string
	class             int8
	department        int8
}

// The product lines, by their place in the list.
const (
	lineInstruments = iota
	lineConsumables
	lineService
	lineContracts
	lineRental
)

var productLines = []productLine{
	lineInstruments: {"Instruments", "Inventory", salesInstrument, instruments, fieldSales},
	lineConsumables: {"Consumables", "Inventory", salesConsumable, consumables, insideSales},
	lineService:     {"Services", "Non-Inventory (Sales only)", salesService, services, fieldService},
	lineContracts:   {"Contracts", "Non-Inventory (Sales only)", salesContract, services, fieldService},
	lineRental:      {"Rentals", "Non-Inventory (Sales only)", salesRental, rentals, fieldSales},
}

var items = []item{
	{"Benchtop centrifuge CW-15", lineInstruments, 4850, 61, "Each"},
	{"Refrigerated centrifuge CW-40R", lineInstruments, 12900, 60, "Each"},
	{"Analytical balance 0.1 mg", lineInstruments, 3275, 58, "Each"},
	{"Precision balance 10 mg", lineInstruments, 1890, 57, "Each"},
	{"UV/Vis spectrophotometer S2", lineInstruments, 7400, 62, "Each"},
	{"Fluorescence reader F-96", lineInstruments, 18650, 63, "Each"},
	{"Thermal cycler, 96 wells", lineInstruments, 6950, 60, "Each"},
	{"Incubator CO₂ 170 L", lineInstruments, 8800, 61, "Each"},
	{"Biosafety cabinet Class II, 4 ft", lineInstruments, 9950, 64, "Each"},
	{"−80 °C freezer 500 L", lineInstruments, 11300, 65, "Each"},
	{"Water bath 20 L", lineInstruments, 1240, 55, "Each"},
	{"Magnetic stirrer, heated", lineInstruments, 615, 54, "Each"},
	{"pH meter, benchtop", lineInstruments, 980, 53, "Each"},
	{"Microscope, inverted", lineInstruments, 14200, 63, "Each"},
	{"Cryostat \"C-2\"", lineInstruments, 23800, 66, "Each"},
	{"Rotary evaporator", lineInstruments, 7100, 60, "Each"},
	{"Nitrile gloves M (10 × 100)", lineConsumables, 92, 55, "Case"},
	{"Pipette tips 200 µL, sterile", lineConsumables, 68, 48, "Case"},
	{"Pipette tips 1000 µL, sterile", lineConsumables, 71, 48, "Case"},
	{"Microplates 96, black", lineConsumables, 154, 51, "Case"},
	{"Cryovials 2 mL", lineConsumables, 119, 50, "Case"},
	{"Beakers 250 mL, borosilicate", lineConsumables, 84, 52, "Case"},
	{"Volumetric flask 1 L, class A", lineConsumables, 47, 53, "Each"},
	{"Petri dishes 90 mm", lineConsumables, 98, 49, "Case"},
	{"Syringe filters 0.22 µm", lineConsumables, 137, 47, "Case"},
	{"Acetonitrile HPLC 4 × 4 L", lineConsumables, 286, 58, "Case"},
	{"Ethanol 96 % <denatured> 10 L", lineConsumables, 74, 56, "Each"},
	{"Buffer pH 7.00 500 mL", lineConsumables, 18, 45, "Each"},
	{"Centrifuge tubes 50 mL", lineConsumables, 126, 49, "Case"},
	{"Weighing boats", lineConsumables, 31, 44, "Case"},
	{"Filter paper No. 1", lineConsumables, 39, 46, "Case"},
	{"Parafilm roll", lineConsumables, 33, 52, "Each"},
	{"Dry ice 10 kg", lineConsumables, 42, 60, "Each"},
	{"Calibration, balance", lineService, 245, 0, "Hour"},
	{"Calibration, pipettes (set of 10)", lineService, 390, 0, "Each"},
	{"Repair, bench hour", lineService, 165, 0, "Hour"},
	{"Repair, field hour", lineService, 215, 0, "Hour"},
	{"IQ/OQ validation", lineService, 1850, 0, "Each"},
	{"Installation & training day", lineService, 1480, 0, "Day"},
	{"Relocation of laboratory", lineService, 5200, 0, "Each"},
	{"Maintenance contract Basic, year", lineContracts, 1150, 0, "Each"},
	{"Maintenance contract Plus, year", lineContracts, 2480, 0, "Each"},
	{"Maintenance contract 24/7, year", lineContracts, 4900, 0, "Each"},
	{"Rental, centrifuge, month", lineRental, 310, 0, "Month"},
	{"Rental, freezer, month", lineRental, 540, 0, "Month"},
	{"Rental, microscope, month", lineRental, 760, 0, "Month"},
}

func (i *item) id(place int) string {
	return string("ICSMR"[i.line]) + "-" + strconv.Itoa(1000+place*10)
}

func (i *item) stocked() bool { return i.cost > 0 }

// itemsByLine are the places of the items of each product line.
func itemsByLine() [][]int16 {
	lines := make([][]int16, len(productLines))
	for place := range items {
		line := items[place].line
		lines[line] = append(lines[line], int16(place))
	}
	return lines
}

// warehouse is where stock lies; key is the place plus one.
type warehouse struct {
	id, name string
	location int8
}

var warehouses = []warehouse{
	{"W10", "Worcester Main", 5}, {"W20", "Chicago Parts", 7}, {"W21", "Denver Parts", 8}, {"W30", "Köln Lager", 10},
}
